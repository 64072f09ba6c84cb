import { createGate } from '@onsale/booking/testing';
import { StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { roomOf } from './socket-types.ts';
import type { FakeSocket } from './testing/fake-server.ts';
import { RoomBench } from './testing/room-bench.ts';

const textbook = [roomOf.textbook];
const down = () => {
  throw new StoreUnavailable('no connection');
};
const act = (socket: FakeSocket, row: number, col: number, actionType: string, more: object = {}) =>
  socket.ask('action', { row, col, actionType, ...more });

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the textbook’s action', () => {
  it('reserves, pays and cancels a seat of the default show by its place', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    expect(await act(socket, 1, 2, 'reserve')).toEqual({ ok: true, row: 1, col: 2, actionType: 'reserve' });
    expect(bench.states()).toBe('0000|0010');
    expect(await act(socket, 1, 2, 'cancel')).toEqual({ ok: true, row: 1, col: 2, actionType: 'cancel' });
    expect(bench.states()).toBe('0000|0000');
    await act(socket, 0, 3, 'reserve');
    expect(await act(socket, 0, 3, 'pay')).toEqual({ ok: true, row: 0, col: 3, actionType: 'pay' });
    expect(bench.states()).toBe('0002|0000');
  });

  it('[I1] is the ticket’s buyer’s, whatever user it names', async () => {
    const bench = new RoomBench();
    const [ann, bob] = [await bench.open('ann'), await bench.open('bob')];
    await act(ann, 0, 0, 'reserve', { userId: 'bob' });
    for (const action of ['pay', 'cancel'])
      expect(await act(bob, 0, 0, action, { userId: 'ann' })).toMatchObject({
        error: { code: 'HOLD_NOT_FOUND' },
      });
    expect(bench.states()).toBe('1000|0000');
  });

  it.each([
    ['SEAT_OUT_OF_RANGE', 2, 0],
    ['SEAT_OUT_OF_RANGE', 0, 4],
    ['BAD_REQUEST', -1, 0],
  ])('[A1] is %s at row %i, column %i', async (code, row, col) => {
    const socket = await new RoomBench().open('ann');
    expect(await act(socket, row, col, 'reserve')).toMatchObject({ ok: false, error: { code } });
  });

  it('[A1] is refused with the seat’s name when another has it', async () => {
    const bench = new RoomBench();
    await act(await bench.open('ann'), 0, 0, 'reserve');
    expect(await act(await bench.open('bob'), 0, 0, 'reserve')).toMatchObject({
      error: { code: 'SEAT_TAKEN', details: { seats: [0] } },
    });
  });

  it('[P1] cannot pay for, nor cancel, what was not reserved or was paid already', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    for (const action of ['pay', 'cancel'])
      expect(await act(socket, 0, 0, action)).toMatchObject({ error: { code: 'HOLD_NOT_FOUND' } });
    await act(socket, 0, 0, 'reserve');
    await act(socket, 0, 0, 'pay');
    for (const action of ['pay', 'cancel'])
      expect(await act(socket, 0, 0, action)).toMatchObject({ error: { code: 'HOLD_NOT_FOUND' } });
    expect(bench.states()).toBe('2000|0000');
  });

  it('[A1] is SHOW_NOT_FOUND where there is no default show', async () => {
    const socket = await new RoomBench({ id: 'another-show' }).open('ann');
    expect(await act(socket, 0, 0, 'reserve')).toMatchObject({ error: { code: 'SHOW_NOT_FOUND' } });
  });

  it('[A1] is UNAVAILABLE while the store is away, and the next one is heard of again', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    bench.tap.before = down;
    expect(await act(socket, 0, 0, 'reserve')).toMatchObject({ error: { code: 'UNAVAILABLE' } });
    bench.tap.before = () => {};
    expect(await act(socket, 0, 0, 'reserve')).toMatchObject({ ok: true });
    await quiet();
    expect(bench.server.sentTo(roomOf.textbook, 'result')).toEqual([
      { row: 0, col: 0, actionType: 'reserve' },
    ]);
  });
});

describe('the textbook’s result', () => {
  it('tells whoever asked for it, or acted, of every change, one message each', async () => {
    const bench = new RoomBench();
    await bench.open('zoe', textbook);
    const { booking } = bench.room;
    const id = bench.newId();
    await booking.hold('ann', 'test-show', id, [0, 5]);
    await booking.release('ann', id, [5]);
    await booking.pay('ann', id, bench.newId(), 'sandbox-card');
    await quiet();
    expect(bench.server.sentTo(roomOf.textbook, 'result')).toEqual([
      { row: 0, col: 0, actionType: 'reserve' },
      { row: 1, col: 1, actionType: 'reserve' },
      { row: 1, col: 1, actionType: 'cancel' },
      { row: 0, col: 0, actionType: 'pay' },
    ]);
  });

  it('says nothing of a blocked seat, for which the textbook has no word', async () => {
    const bench = new RoomBench();
    await bench.open('zoe', textbook);
    const sale = await bench.room.catalog.sale('test-show');
    if (sale === null) throw new Error('the show is gone');
    const block = { kind: 'block', seats: [0] } as const;
    await bench.room.lanes.submit(sale, { command: block, seats: [0] });
    await quiet();
    expect(bench.states()).toBe('3000|0000');
    expect(bench.server.sent).toEqual([]);
  });

  it('costs nobody anything while nobody asked for it', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    await socket.ask('watch', { show: 'test-show', sections: 'all' });
    await socket.ask('hold', { id: bench.newId(), show: 'test-show', seats: [0] });
    await quiet();
    expect(bench.server.sentTo(roomOf.textbook, 'result')).toEqual([]);
  });

  it('is refused, not forgotten, for who asks for it while the store is away', async () => {
    const bench = new RoomBench();
    bench.tap.before = down;
    await expect(bench.open('zoe', textbook)).rejects.toThrow('UNAVAILABLE');
    bench.tap.before = () => {};
    await bench.open('zoe', textbook);
    expect(bench.room.mirrors.counts().mirrors).toBe(2);
  });

  it('keeps no mirrors for who leaves while they are read', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    const reading = createGate();
    bench.tap.before = (call) => (call === 'snapshot' ? reading.opened : undefined);
    const answered = act(socket, 0, 0, 'reserve');
    socket.disconnect();
    reading.open();
    await answered;
    await bench.timers.advance(120_000);
    expect(bench.room.mirrors.counts().mirrors).toBe(0);
  });

  it('lets go of its mirrors when its last reader leaves', async () => {
    const bench = new RoomBench();
    const [zoe, yan] = [await bench.open('zoe', textbook), await bench.open('yan', textbook)];
    zoe.disconnect();
    await bench.timers.advance(120_000);
    expect(bench.room.mirrors.counts().mirrors).toBe(2);
    yan.disconnect();
    await bench.timers.advance(120_000);
    expect(bench.room.mirrors.counts().mirrors).toBe(0);
  });
});
