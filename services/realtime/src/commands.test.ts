import { holdBody, orderBody } from '@onsale/contracts';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { FakeSocket } from './testing/fake-server.ts';
import { dayOneMs, RoomBench } from './testing/room-bench.ts';

const show = 'test-show';
const accepted = z.object({ ok: z.literal(true), hold: holdBody, order: orderBody.optional() });

async function ask(socket: FakeSocket, event: string, payload: unknown) {
  return accepted.parse(await socket.ask(event, payload));
}

const codeOf = (answer: unknown) =>
  z.object({ error: z.object({ code: z.string() }) }).parse(answer).error.code;

describe('hold', () => {
  it('[I1] [H1] answers the hold of the buyer whom the ticket names', async () => {
    const bench = new RoomBench();
    const id = bench.newId();
    const { hold } = await ask(await bench.open('ann'), 'hold', { id, show, seats: [4, 0] });
    expect(hold).toEqual({
      id,
      show,
      seats: [0, 4],
      amount: 105_50,
      currency: 'KRW',
      expiresAt: new Date(dayOneMs + 300_000).toISOString(),
      state: 'active',
      order: null,
      serverTime: new Date(dayOneMs).toISOString(),
    });
    expect(bench.store.holdNow(id)?.buyer).toBe('ann');
  });

  it('[H8] says whether the hold may be extended', async () => {
    const bench = new RoomBench({ extensionMs: 60_000 });
    const socket = await bench.open('ann');
    const { hold } = await ask(socket, 'hold', { id: bench.newId(), show, seats: [0] });
    expect(hold.mayExtend).toBe(true);
    await bench.room.booking.extend('ann', hold.id);
    const again = await ask(socket, 'hold', { id: hold.id, show, seats: [0] });
    expect(again.hold.mayExtend).toBeUndefined();
    expect(again.hold.expiresAt).toBe(new Date(dayOneMs + 360_000).toISOString());
  });

  it('[B1] [B2] answers the best seats for a wish, and how near they come', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    const asked = { id: bench.newId(), show, best: { count: 2, section: 'section-2' } };
    const { hold } = await ask(socket, 'hold', asked);
    expect(hold).toMatchObject({ seats: [4, 5], best: { together: true, section: 'section-2' } });
    expect(await ask(socket, 'hold', asked)).toMatchObject({ hold });
    const more = { id: bench.newId(), show, best: { count: 2, section: 'section-2', priceMax: 1 } };
    expect(codeOf(await socket.ask('hold', more))).toBe('NOT_ENOUGH_SEATS');
  });

  it('[I1] refuses a message that says who acts', async () => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    const asked = { id: bench.newId(), show, seats: [0], buyer: 'bob' };
    expect(codeOf(await socket.ask('hold', asked))).toBe('BAD_REQUEST');
    expect(bench.states()).toBe('0000|0000');
  });

  it.each([
    ['SHOW_NOT_FOUND', { show: 'no-show' }],
    ['BAD_ID', { id: 'no-uuid' }],
    ['SEATS_EMPTY', { seats: [] }],
    ['SEATS_DUPLICATE', { seats: [0, 0] }],
    ['SEAT_OUT_OF_RANGE', { seats: [8] }],
    ['SEAT_OUT_OF_RANGE', { seats: [-1] }],
    ['CAP_EXCEEDED', { seats: [0, 1, 2, 3, 4] }],
    ['BAD_REQUEST', { seats: 'all' }],
    ['BAD_REQUEST', { seats: undefined }],
    ['BAD_REQUEST', { best: { count: 1 } }],
    ['BAD_REQUEST', { seats: undefined, best: { count: 0 } }],
    ['CAP_EXCEEDED', { seats: undefined, best: { count: 5 } }],
    ['BAD_REQUEST', { seats: [0.5] }],
    ['BAD_REQUEST', { id: 7 }],
    ['BAD_REQUEST', { show: '../etc' }],
  ])('[A1] answers %s for %j, and nothing changes', async (code, wrong) => {
    const bench = new RoomBench();
    const socket = await bench.open('ann');
    const asked = { id: bench.newId(), show, seats: [0], ...wrong };
    expect(codeOf(await socket.ask('hold', asked))).toBe(code);
    expect(bench.states()).toBe('0000|0000');
    expect(bench.fake.refused).toEqual([code]);
  });

  it('[H1] names the seats that another has', async () => {
    const bench = new RoomBench();
    await ask(await bench.open('ann'), 'hold', { id: bench.newId(), show, seats: [1] });
    const answer = await (await bench.open('bob')).ask('hold', { id: bench.newId(), show, seats: [0, 1] });
    expect(answer).toMatchObject({ ok: false, error: { code: 'SEAT_TAKEN', details: { seats: [1] } } });
  });

  it('[H5] may be repeated on another socket', async () => {
    const bench = new RoomBench();
    const asked = { id: bench.newId(), show, seats: [0] };
    const first = await ask(await bench.open('ann'), 'hold', asked);
    expect(await ask(await bench.open('ann'), 'hold', asked)).toEqual(first);
  });
});

describe('release and pay', () => {
  async function held(bench: RoomBench, seats: readonly number[] = [0, 1]) {
    const socket = await bench.open('ann');
    const { hold } = await ask(socket, 'hold', { id: bench.newId(), show, seats });
    return { socket, hold: hold.id };
  }

  it('give back some of the seats, or all', async () => {
    const bench = new RoomBench();
    const { socket, hold } = await held(bench);
    expect((await ask(socket, 'release', { hold, seats: [1] })).hold).toMatchObject({
      seats: [0],
      state: 'active',
    });
    expect((await ask(socket, 'release', { hold })).hold).toMatchObject({ seats: [], state: 'released' });
    expect(bench.states()).toBe('0000|0000');
  });

  it('[H5] keep the contact of a payment with its order', async () => {
    const bench = new RoomBench();
    const { socket, hold } = await held(bench);
    const asked = { hold, id: bench.newId(), contact: { name: ' Ann ', email: 'ann@example.com' } };
    const { order } = await ask(socket, 'pay', asked);
    expect(order?.contact).toEqual({ name: 'Ann', email: 'ann@example.com' });
    expect(codeOf(await socket.ask('pay', { hold, id: asked.id }))).toBe('ID_REUSED');
    const wrong = { ...asked, contact: { name: 'Ann', email: 'ann' } };
    expect(codeOf(await socket.ask('pay', wrong))).toBe('BAD_REQUEST');
  });

  it('[P1] [P2] answer the order, and the hold as it then is', async () => {
    const bench = new RoomBench();
    const { socket, hold } = await held(bench);
    const id = bench.newId();
    const paid = await ask(socket, 'pay', { hold, id });
    expect(paid.order).toEqual({
      id,
      hold,
      show,
      seats: [0, 1],
      amount: 60_00,
      currency: 'KRW',
      state: 'paid',
      createdAt: new Date(dayOneMs).toISOString(),
    });
    expect(paid.hold).toMatchObject({ id: hold, state: 'paid', order: id });
    expect(await ask(socket, 'pay', { hold, id })).toEqual(paid);
  });

  it('answer where a pending order is paid', async () => {
    const bench = new RoomBench();
    const { socket, hold } = await held(bench);
    vi.spyOn(bench.room.booking, 'pageOf').mockImplementation(async ({ id }) => `/pay/${id}`);
    const { order } = await ask(socket, 'pay', { hold, method: 'sandbox-late-success' });
    expect(order).toMatchObject({ state: 'pending', payAt: `/pay/${order?.id}` });
  });

  it('make an id for a payment that has none', async () => {
    const bench = new RoomBench();
    const { socket, hold } = await held(bench);
    const { order } = await ask(socket, 'pay', { hold });
    expect(order?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(codeOf(await socket.ask('pay', { hold }))).toBe('HOLD_ENDED');
  });

  it.each([
    ['PAYMENT_DECLINED', { method: 'sandbox-declined' }],
    ['BAD_REQUEST', { method: 'gold' }],
    ['BAD_REQUEST', { amount: 1 }],
    ['BAD_ID', { id: 'no-uuid' }],
  ])('[P2] answer %s for a payment with %j', async (code, wrong) => {
    const bench = new RoomBench();
    const { socket, hold } = await held(bench);
    expect(codeOf(await socket.ask('pay', { hold, ...wrong }))).toBe(code);
    expect(bench.states()).toBe('1100|0000');
  });

  it.each(['release', 'pay'])(
    '[H3] answer the same to %s another’s hold and one that does not exist',
    async (event) => {
      const bench = new RoomBench();
      const { hold } = await held(bench);
      const bob = await bench.open('bob');
      const foreign = await bob.ask(event, { hold });
      expect(codeOf(foreign)).toBe('HOLD_NOT_FOUND');
      expect(await bob.ask(event, { hold: bench.newId() })).toEqual(foreign);
      expect(bench.states()).toBe('1100|0000');
    },
  );

  it('[H2] answer that the hold is over, at its deadline', async () => {
    const bench = new RoomBench({ holdMs: 1_000 });
    const { socket, hold } = await held(bench);
    await bench.timers.advance(1_000);
    expect(codeOf(await socket.ask('pay', { hold }))).toBe('HOLD_EXPIRED');
    expect(codeOf(await socket.ask('release', { hold }))).toBe('HOLD_EXPIRED');
  });
});
