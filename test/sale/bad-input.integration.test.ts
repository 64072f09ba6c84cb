import { once } from 'node:events';
import { connect } from 'node:net';
import { newId } from '@onsale/client';
import { frameBytesMax, messageByCode, statusByCode } from '@onsale/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { everythingOf, openStage, type Stage } from './bad-input-stage.ts';
import { badInputs } from './bad-inputs.ts';
import { openServices, openStandalone, type Place } from './place.ts';
import { RawSocket } from './raw-socket.ts';

const places: readonly [name: string, open: () => Promise<Place>][] = [
  ['the standalone process on SQLite', () => openStandalone()],
  [
    'the services on MySQL and Redis',
    () => openServices({ mysqlUrl: inject('mysqlUrl'), redisUrl: inject('redisUrl') }),
  ],
];

describe.each(places)('bad input to %s', (_name, open) => {
  let place: Place;
  let stage: Stage;
  let before: object;

  beforeAll(async () => {
    place = await open();
    stage = await openStage(place);
    before = await everythingOf(stage);
  }, 120_000);
  afterAll(async () => {
    stage?.close();
    await place?.stop();
  }, 60_000);

  const expectNoEffect = async () => expect(await everythingOf(stage)).toEqual(before);

  it.each(badInputs.filter(({ http }) => http !== undefined))(
    '[A1] over HTTP: $what is $code',
    async ({ code, http }) => {
      const answer = await http?.(stage);
      expect(answer?.body).toEqual({
        error: expect.objectContaining({ code, message: messageByCode[code], requestId: expect.any(String) }),
      });
      expect(answer?.status).toBe(statusByCode[code]);
      await expectNoEffect();
    },
  );

  it.each(badInputs.filter(({ socket }) => socket !== undefined))(
    '[A1] over a socket: $what is $code',
    async ({ code, socket }) => {
      const ack = await socket?.(stage);
      expect(ack).toEqual({
        ok: false,
        error: expect.objectContaining({ code, message: messageByCode[code] }),
      });
      expect(stage.socket.connected).toBe(true);
      await expectNoEffect();
    },
  );

  const openRaw = async () => RawSocket.open(place.realtimeUrls[0], await stage.buyer.ticket());

  it.each([
    ['no event', '4217'],
    ['an event that is a number', '4217[7]'],
    ['an event without a payload', '4217["dance"]'],
  ])('[A1] a packet with %s is UNKNOWN_EVENT', async (_what, packet) => {
    const raw = await openRaw();
    raw.send(packet);
    const ack = await raw.heard.first((text) => text.startsWith('4317'));
    expect(JSON.parse(ack.slice(4))).toMatchObject([{ ok: false, error: { code: 'UNKNOWN_EVENT' } }]);
    raw.close();
    await expectNoEffect();
  });

  it('[A1] a frame of 4 KB is heard, and one a byte larger is BODY_TOO_LARGE', async () => {
    const raw = await openRaw();
    const padded = (bytes: number, id: number) => {
      const start = `42${id}["hold",{"id":"${newId()}","show":"hall","seats":[]`;
      return `${start}${' '.repeat(bytes - start.length - 2)}}]`;
    };
    // The type of the packet that carries it is a character of its own.
    raw.send(padded(frameBytesMax + 1, 1));
    raw.send(padded(frameBytesMax + 2, 2));
    const codeOf = async (id: number) => {
      const ack = await raw.heard.first((text) => text.startsWith(`43${id}`));
      return (JSON.parse(ack.slice(3)) as [{ error: { code: string } }])[0].error.code;
    };
    expect([await codeOf(1), await codeOf(2)]).toEqual(['SEATS_EMPTY', 'BODY_TOO_LARGE']);
    raw.close();
    await expectNoEffect();
  });

  it.each([
    ['malformed JSON', '421["hold",{'],
    ['a packet of no kind', '49'],
    ['a name that the protocol keeps for itself', '421["disconnecting"]'],
    ['a frame of more than 16 KB', `421["hold","${'x'.repeat(17_000)}"]`],
    ['bytes where none were announced', Buffer.from([1, 2, 3])],
  ])('%s ends that connection and does nothing else', async (_what, packet) => {
    const raw = await openRaw();
    raw.send(packet, typeof packet === 'string' ? {} : { opcode: 2 });
    await raw.ended;
    await expectNoEffect();
    expect(stage.socket.connected).toBe(true);
  });

  it('an upgrade to another address ends', async () => {
    const { hostname, port, host } = new URL(place.realtimeUrls[0]);
    const upgrade = connect(Number(port), hostname);
    upgrade.write(
      `GET /elsewhere HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    upgrade.resume();
    await once(upgrade, 'close');
    await expectNoEffect();
  });

  it('[I1] the buyer’s own name in a message makes nobody somebody else', async () => {
    const { socket, foreign } = stage;
    const ack = await socket.ask('action', { row: 0, col: 5, actionType: 'cancel', userId: foreign });
    expect(ack).toMatchObject({ ok: false, error: { code: 'HOLD_NOT_FOUND' } });
    await expectNoEffect();
  });
});
