import type { SaleRoom } from '@onsale/booking';
import { frameBytesMax, messageByCode } from '@onsale/contracts';
import { type ErrorCode, OutcomeUnknown, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Answer, type CommandRegistrar, createRegistrar } from './answering.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { fakeDependencies } from './testing/fake-dependencies.ts';
import { FakeServer, type FakeSocket } from './testing/fake-server.ts';

const request = z.strictObject({ seats: z.array(z.int()).max(1_000) });
const good = { seats: [1, 2] };

interface SocketBench {
  readonly socket: FakeSocket;
  readonly commands: CommandRegistrar;
  readonly refused: string[];
  readonly errors: unknown[];
}

async function open(more: Partial<RealtimeDependencies> = {}): Promise<SocketBench> {
  const socket = await new FakeServer().open('ann');
  const { dependencies, refused, errors } = fakeDependencies({} as SaleRoom, more);
  const commands = createRegistrar(dependencies);
  commands.serve(socket.socket);
  return { socket, commands, refused, errors };
}

const refusal = (code: ErrorCode, details?: object) => ({
  ok: false,
  error: { code, message: messageByCode[code], ...(details === undefined ? {} : { details }) },
});

/** Everything that was handed on has been dealt with. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a packet', () => {
  it('[A1] is handled, checked, and answered once', async () => {
    const { socket, commands, refused } = await open();
    const asked: unknown[] = [];
    commands.on('hold', request, async (given) => {
      asked.push(given);
      return { ok: true, hold: 'h' };
    });
    const answers: unknown[] = [];
    socket.receive({ event: 'hold', payload: good, ack: (answer) => answers.push(answer) });
    await quiet();
    expect(answers).toEqual([{ ok: true, hold: 'h' }]);
    expect(asked).toEqual([good]);
    expect(refused).toEqual([]);
    expect(socket.passedOn).toBe(0);
  });

  it('[A1] is answered with the handler’s refusal, which is counted', async () => {
    const { socket, commands, refused } = await open();
    commands.on('hold', request, async () => ({
      ok: false,
      error: { code: 'SEAT_TAKEN', details: { seats: [2] } },
    }));
    expect(await socket.ask('hold', good)).toEqual(refusal('SEAT_TAKEN', { seats: [2] }));
    expect(refused).toEqual(['SEAT_TAKEN']);
  });

  it.each(['nothing', '', '__proto__', 'constructor', 'disconnect', 7, null])(
    '[A1] of the unknown event %j is UNKNOWN_EVENT',
    async (event) => {
      const { socket, commands, refused } = await open();
      commands.on('hold', request, async () => ({ ok: true }));
      expect(await socket.ask(event, good)).toEqual(refusal('UNKNOWN_EVENT'));
      expect(refused).toEqual(['UNKNOWN_EVENT']);
    },
  );

  it.each([
    ['nothing', undefined, /^hold: /],
    ['null', null, /^hold: /],
    ['text', 'seats', /^hold: /],
    ['a list', [good], /^hold: /],
    ['a field of a wrong type', { seats: 'all' }, /^seats: /],
    ['a wrong type within', { seats: [1, 'two'] }, /^seats\.1: /],
    ['a field too many', { ...good, buyer: 'bob' }, /^hold: .*buyer/],
  ])('[A1] with %s is BAD_REQUEST, and says where', async (_, payload, fault) => {
    const { socket, commands } = await open();
    let calls = 0;
    commands.on('hold', request, async () => {
      calls++;
      return { ok: true };
    });
    const answer = await socket.ask('hold', payload);
    expect(answer).toMatchObject(refusal('BAD_REQUEST'));
    expect(answer).toMatchObject({ error: { details: { faults: [expect.stringMatching(fault)] } } });
    expect(calls).toBe(0);
  });

  it('[A1] with many faults names the first twenty', async () => {
    const { socket, commands } = await open();
    commands.on('hold', request, async () => ({ ok: true }));
    const answer = (await socket.ask('hold', { seats: Array(100).fill('x') })) as {
      error: { details: { faults: string[] } };
    };
    expect(answer.error.details.faults).toHaveLength(20);
  });

  it('[A1] without an acknowledgement asked for is handled, or refused and counted, in silence', async () => {
    const { socket, commands, refused, errors } = await open();
    let calls = 0;
    commands.on('hold', request, async (): Promise<Answer> => {
      calls++;
      return { ok: false, error: { code: 'SALE_CLOSED' } };
    });
    socket.receive(
      { event: 'hold', payload: good },
      { event: 'hold', payload: 'x' },
      { event: 'nothing' },
      { event: 'hold', payload: good, bytes: frameBytesMax + 1 },
    );
    await quiet();
    expect(calls).toBe(1);
    expect(refused.toSorted()).toEqual(['BAD_REQUEST', 'BODY_TOO_LARGE', 'SALE_CLOSED', 'UNKNOWN_EVENT']);
    expect(errors).toEqual([]);
    expect(socket.data.pending).toBe(0);
  });

  it('is handled after those that came before it', async () => {
    const { socket, commands } = await open();
    const order: string[] = [];
    for (const event of ['hold', 'release'])
      commands.on(event, request, async () => {
        order.push(event);
        return { ok: true };
      });
    const packets = ['hold', 'release', 'hold', 'release'].map((event) => ({ event, payload: good }));
    socket.receive(...packets);
    await quiet();
    expect(order).toEqual(['hold', 'release', 'hold', 'release']);
  });
});

describe('a frame', () => {
  async function sizes(...bytes: readonly number[]): Promise<string[]> {
    const { socket, commands } = await open();
    commands.on('hold', request, async () => ({ ok: true }));
    const answers: string[] = [];
    socket.receive(
      ...bytes.map((size) => ({
        event: 'hold',
        payload: good,
        bytes: size,
        ack: (answer: unknown) => {
          const given = answer as { ok: true } | { ok: false; error: { code: string } };
          answers.push(given.ok ? 'ok' : given.error.code);
        },
      })),
    );
    await quiet();
    return answers;
  }

  it('may have 4 KiB and not a byte more', async () => {
    expect(await sizes(frameBytesMax)).toEqual(['ok']);
    expect(await sizes(frameBytesMax + 1)).toEqual(['BODY_TOO_LARGE']);
  });

  it('is measured by itself when it comes together with others', async () => {
    expect(await sizes(9_000, 50)).toContain('BODY_TOO_LARGE');
    expect((await sizes(50, 9_000, 50, 9_000)).toSorted()).toEqual([
      'BODY_TOO_LARGE',
      'BODY_TOO_LARGE',
      'ok',
      'ok',
    ]);
  });

  it('is measured in bytes, not in letters', async () => {
    const { socket, commands } = await open();
    commands.on('say', z.string(), async () => ({ ok: true }));
    expect(await socket.ask('say', '석'.repeat(frameBytesMax / 3))).toEqual(refusal('BODY_TOO_LARGE'));
    expect(await socket.ask('say', '석'.repeat(frameBytesMax / 4))).toEqual({ ok: true });
  });

  it('is measured with its attachments', async () => {
    const { socket, commands, refused } = await open();
    commands.on('hold', request, async () => ({ ok: true }));
    socket.receive(
      { event: 'hold', payload: good, bytes: 100, attachmentBytes: frameBytesMax - 99 },
      { event: 'hold', payload: good, bytes: 100, attachmentBytes: frameBytesMax - 100 },
      { event: 'hold', payload: good },
    );
    await quiet();
    expect(refused).toEqual(['BODY_TOO_LARGE']);
  });

  it('is not made larger by the heartbeats between', async () => {
    const { socket, commands } = await open();
    commands.on('hold', request, async () => ({ ok: true }));
    const answer = socket.ask('hold', good, frameBytesMax);
    socket.conn.emit('packet', { type: 'pong' });
    expect(await answer).toEqual({ ok: true });
  });
});

describe('a socket with many commands', () => {
  it('[A1] may have 64 waiting, and the next is BUSY until one of them is answered', async () => {
    const { socket, commands, refused } = await open();
    const waiting: ((answer: Answer) => void)[] = [];
    commands.on('hold', request, () => new Promise((resolve) => waiting.push(resolve)));
    let answered = 0;
    const ack = () => answered++;
    for (let index = 0; index < 64; index++)
      socket.receive({ event: 'hold', payload: good, ...(index % 2 === 0 ? { ack } : {}) });
    await quiet();
    expect(waiting).toHaveLength(64);
    expect(await socket.ask('hold', good)).toEqual(refusal('BUSY', { retryAfterMs: 250 }));
    expect(refused).toEqual(['BUSY']);
    waiting.shift()?.({ ok: true });
    await quiet();
    const next = socket.ask('hold', good);
    await quiet();
    expect(waiting).toHaveLength(64);
    for (const answer of waiting) answer({ ok: true });
    expect(await next).toEqual({ ok: true });
    await quiet();
    expect(answered).toBe(32);
    expect(socket.data.pending).toBe(0);
  });

  it('[A1] of which an address sends too many is refused with the time to wait', async () => {
    const { socket, commands } = await open({
      traffic: {
        command: async (buyer, address) => {
          expect([buyer, address]).toEqual(['ann', '203.0.113.7']);
          return { code: 'RATE_LIMITED', details: { retryAfterMs: 900 } };
        },
        read: async () => null,
        socketRefusal: () => null,
        openSocket: () => () => {},
      },
    });
    commands.on('hold', request, async () => ({ ok: true }));
    expect(await socket.ask('hold', good)).toEqual(refusal('RATE_LIMITED', { retryAfterMs: 900 }));
  });
});

describe('a handler that fails', () => {
  it.each<[code: ErrorCode, error: unknown, isDefect: boolean]>([
    ['UNAVAILABLE', new StoreUnavailable('no connection'), false],
    ['UNKNOWN', new OutcomeUnknown('lost at COMMIT'), false],
    ['INTERNAL', new TypeError('a defect'), true],
    ['INTERNAL', 'not even an error', true],
  ])('[A1] is answered %s, and a defect is reported', async (code, error, isDefect) => {
    const { socket, commands, errors, refused } = await open();
    commands.on('fails', request, () => Promise.reject(error));
    commands.on('throws', request, () => {
      throw error;
    });
    expect(await socket.ask('fails', good)).toEqual(refusal(code));
    expect(await socket.ask('throws', good)).toEqual(refusal(code));
    expect(refused).toEqual([code, code]);
    expect(errors).toEqual(isDefect ? [error, error] : []);
    expect(socket.data.pending).toBe(0);
  });

  it('leaves the other commands of the socket alone', async () => {
    const { socket, commands } = await open();
    commands.on('fails', request, () => Promise.reject(new Error('a defect')));
    commands.on('hold', request, async () => ({ ok: true }));
    const answers = await Promise.all([socket.ask('fails', good), socket.ask('hold', good)]);
    expect(answers).toEqual([refusal('INTERNAL'), { ok: true }]);
  });

  it('is reported when its answer cannot be sent, and counts as answered', async () => {
    const { socket, commands, errors } = await open();
    const fault = new Error('not serializable');
    commands.on('hold', request, async () => ({ ok: true }));
    socket.receive({
      event: 'hold',
      payload: good,
      ack: () => {
        throw fault;
      },
    });
    await quiet();
    expect(errors).toEqual([fault]);
    expect(socket.data.pending).toBe(0);
  });
});
