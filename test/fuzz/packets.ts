import type { Random } from '@onsale/domain/testing';
import { type FrameOptions, opcodes } from '../sale/raw-socket.ts';
import { showIds } from '../sale/shows.ts';
import { askedOf, freshId, idOf, type Known } from './http-requests.ts';
import { changedText, changedValue, oddBytes, oddText, oddValue } from './odd-values.ts';

/** Something to send over a WebSocket connection. */
export interface Packet {
  readonly payload: string | Buffer;
  readonly frame: FrameOptions;
  /** The ack that must come for it while the connection lasts; null when none was asked for or it may end the connection. */
  readonly ack: number | null;
}

/** The packets of a connection that has joined: most of them events, well formed or not, that must be answered. */
export function joinedPacket(random: Random, known: Known, ack: number): Packet {
  if (random.below(40) === 0) return strangePacket(random, known);
  const [event, payload] = soundEvent(random, known);
  const changed = random.below(2) === 0 ? payload : changedValue(random, payload);
  const name = random.below(12) === 0 ? safeName(oddText(random)) : event;
  const parameters = random.below(16) === 0 ? [changed, oddValue(random)] : [changed];
  const text = JSON.stringify([name, ...(random.below(20) === 0 ? [] : parameters)]);
  if (random.below(10) === 0) return { payload: `42${text}`, frame: {}, ack: null };
  const packet = `42${ack}${text}`;
  // What is larger than this ends the connection.
  return { payload: packet, frame: {}, ack: Buffer.byteLength(packet) < 16_000 ? ack : null };
}

/** Packets that may well end the connection: of other protocols' parts, broken, or no packets at all. */
export function strangePacket(random: Random, known: Known): Packet {
  const text = (payload: string): Packet => ({ payload, frame: {}, ack: null });
  switch (random.below(14)) {
    case 0:
      return text(`4${random.below(10)}${JSON.stringify(oddValue(random)) ?? ''}`);
    case 1:
      return text(`40/${oddText(random)},${JSON.stringify(oddValue(random))}`);
    case 2:
      return text(
        `4${random.pick([5, 6])}${random.pick(['1', '2', '10', '11', '99999999', '-1', 'x', ''])}-["hold",{"_placeholder":true,"num":${random.pick(['0', '-1', '1e9', '"0"'])}}]`,
      );
    case 3:
      return text(`42${'9'.repeat(random.below(400))}["hold",{}]`);
    case 4:
      return text(`42["hold",${'['.repeat(random.pick([10, 3_000]))}`);
    case 5:
      return text(changedText(random, `421${JSON.stringify(soundEvent(random, known))}`));
    case 6:
      return text(
        random.pick([
          '',
          '0',
          '1',
          '2probe',
          '3',
          '5',
          '6',
          '7',
          '4',
          '41',
          '43[]',
          '43999999999[1]',
          '44"no"',
          '4/',
        ]),
      );
    case 7:
      return text(
        `42["${random.pick(['connect', 'disconnect', 'disconnecting', 'newListener', 'error'])}",{}]`,
      );
    case 8:
      return { payload: oddBytes(random, 300), frame: { opcode: opcodes.text }, ack: null };
    case 9:
      return { payload: oddBytes(random, 300), frame: { opcode: opcodes.binary }, ack: null };
    case 10:
      return {
        payload: oddBytes(random, 200),
        frame: { opcode: random.below(16), isLast: random.below(2) === 0 },
        ack: null,
      };
    case 11:
      return { payload: 'x', frame: { isMasked: false }, ack: null };
    case 12:
      return { payload: 'x', frame: { claimedBytes: random.pick([200, 70_000, 2 ** 40]) }, ack: null };
    default:
      return { payload: Buffer.alloc(20_000, 'x'), frame: {}, ack: null };
  }
}

function soundEvent(random: Random, known: Known): [event: string, payload: unknown] {
  const show = random.below(8) === 0 ? oddText(random) : random.pick(showIds);
  switch (random.below(8)) {
    case 0:
      return [
        'watch',
        {
          show,
          sections: random.pick(['all', ['left'], ['left', 'left', 'right']]),
          since: { left: random.below(99) },
        },
      ];
    case 1:
      return ['unwatch', { show, sections: 'all' }];
    case 2:
    case 3:
    case 4:
      return ['hold', { id: freshId(random, known), show, ...askedOf(random) }];
    case 5:
      return ['release', { hold: idOf(random, known) }];
    case 6:
      return [
        'pay',
        {
          hold: idOf(random, known),
          id: freshId(random, known),
          method: random.pick(['sandbox-card', 'sandbox-declined']),
        },
      ];
    default:
      return [
        'action',
        {
          row: random.below(9),
          col: random.below(22),
          actionType: random.pick(['reserve', 'pay', 'cancel']),
          userId: 'root',
        },
      ];
  }
}

/** The protocol keeps some names for itself; they end the connection and come with the strange packets. */
function safeName(name: string): string {
  return name === '' ? 'x' : name;
}
