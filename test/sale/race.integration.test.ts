import { newId } from '@onsale/client';
import { holdBody } from '@onsale/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { arriveMany, Buyer, codeOf } from './buyer.ts';
import { openServices, openStandalone, type Place } from './place.ts';
import { accepted, ackCode, type SaleSocket } from './sale-socket.ts';
import { amounts, cap, extensionSeconds, sectionSeats } from './shows.ts';
import { faultsOf } from './truth.ts';

const places: readonly [name: string, open: () => Promise<Place>][] = [
  ['one process on SQLite', () => openStandalone()],
  [
    'two realtime processes on MySQL',
    () => openServices({ mysqlUrl: inject('mysqlUrl'), redisUrl: inject('redisUrl') }),
  ],
];

const rivals = 200;
const right = (seat: number) => sectionSeats + seat;

/** How many of each answer there were. */
function tally(codes: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

describe.each(places)('races on %s', (_name, open) => {
  let place: Place;
  /** Each of another buyer, half of them on each process. */
  let sockets: SaleSocket[];

  beforeAll(async () => {
    place = await open();
    const buyers = await arriveMany(place, rivals);
    const { realtimeUrls } = place;
    sockets = await Promise.all(
      buyers.map((buyer, index) =>
        buyer.connect(realtimeUrls[index % realtimeUrls.length] ?? realtimeUrls[0]),
      ),
    );
  }, 120_000);
  afterAll(async () => {
    for (const socket of sockets ?? []) socket.close();
    await place?.stop();
  }, 60_000);

  const connectAll = (buyer: Buyer, each: number) =>
    Promise.all(place.realtimeUrls.flatMap((url) => Array.from({ length: each }, () => buyer.connect(url))));

  /** What the rivals have won and must give back, so that nobody comes near the cap. */
  const won: { readonly socket: SaleSocket; readonly hold: string }[] = [];
  afterEach(async () => {
    for (const { socket, hold } of won.splice(0)) accepted(await socket.release(hold));
  });

  const race = (seats: (rival: number) => readonly number[]) =>
    Promise.all(
      sockets.map(async (socket, rival) => {
        const ack = await socket.hold('hall', seats(rival));
        if (ack.ok) won.push({ socket, hold: ack.hold.id });
        return ack;
      }),
    );

  it(`[S1] [A1] one of ${rivals} buyers wins a seat, and every other is told that it is taken`, async () => {
    const acks = await race(() => [0]);
    expect(tally(acks.map(ackCode))).toEqual({ ok: 1, SEAT_TAKEN: rivals - 1 });
    for (const ack of acks) if (!ack.ok) expect(ack.error.details).toEqual({ seats: [0] });
  });

  it(`[S1] [A1] so it is with a seat that was given back before`, async () => {
    const before = await Buyer.arrive(place);
    const held = holdBody.parse((await before.hold('hall', [1])).body);
    expect(codeOf(await before.release(held.id))).toBe(200);
    const acks = await race(() => [1]);
    expect(tally(acks.map(ackCode))).toEqual({ ok: 1, SEAT_TAKEN: rivals - 1 });
  });

  it('[S1] [A1] so it is while its holder lets go', async () => {
    const before = await Buyer.arrive(place);
    const held = holdBody.parse((await before.hold('hall', [2])).body);
    const [release, acks] = await Promise.all([before.release(held.id), race(() => [2])]);
    expect(codeOf(release)).toBe(200);
    const counts = tally(acks.map(ackCode));
    expect(counts.SEAT_TAKEN ?? 0).toBeGreaterThanOrEqual(rivals - 1);
    expect((counts.ok ?? 0) + (counts.SEAT_TAKEN ?? 0)).toBe(rivals);
  });

  it('[H1] seats of two sections go to one buyer, in whichever order they are asked for', async () => {
    const acks = await race((rival) => (rival % 4 < 2 ? [3, right(3)] : [right(3), 3]));
    expect(tally(acks.map(ackCode))).toEqual({ ok: 1, SEAT_TAKEN: rivals - 1 });
    const won = acks.find((ack) => ack.ok);
    expect(won?.ok && won.hold.seats).toEqual([3, right(3)]);
  });

  it('[H1] holds that overlap in a ring over two sections: nobody shares a seat, everybody is answered', async () => {
    const pairs = 10;
    const first = 4;
    const around = Array.from({ length: pairs }, (_, pair) => [first + pair, right(first + pair)]).flat();
    // Each link of the ring shares a seat with the one before and with the one after it.
    const link = (rival: number) => {
      const start = rival % around.length;
      return [around[start] ?? 0, around[(start + 1) % around.length] ?? 0];
    };
    const acks = await race(link);
    const held = acks.flatMap((ack) => (ack.ok ? ack.hold.seats : []));
    expect(new Set(held).size).toBe(held.length);
    for (const [rival, ack] of acks.entries()) {
      if (ack.ok) continue;
      expect(ack.error.code).toBe('SEAT_TAKEN');
      const inTheWay = link(rival).filter((seat) => held.includes(seat));
      expect(inTheWay).toEqual(expect.arrayContaining([...(ack.error.details?.seats ?? [])]));
      expect(ack.error.details?.seats).not.toEqual([]);
    }
  });

  it('[H4] one buyer on many sockets of every process and over HTTP stays within the cap', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await connectAll(buyer, 10);
    const seatOf = (index: number) => (index % 2 === 0 ? 30 + index : right(30 + index));
    const overSockets = own.map(async (socket, index) => ackCode(await socket.hold('hall', [seatOf(index)])));
    const overHttp = Array.from({ length: 10 }, async (_, index) => {
      const status = codeOf(await buyer.hold('hall', [seatOf(30 + index)]));
      return status === 201 ? 'ok' : status;
    });
    const codes = await Promise.all([...overSockets, ...overHttp]);
    expect(tally(codes)).toEqual({ ok: cap, CAP_EXCEEDED: codes.length - cap });
    for (const socket of own) socket.close();
  });

  it('[H5] the same hold asked for everywhere at once is one hold, and everybody hears of it', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await connectAll(buyer, 5);
    const id = newId();
    const seats = [72, right(72)];
    const answers = await Promise.all([
      ...own.map(async (socket) => accepted(await socket.hold('hall', seats, id)).hold),
      ...place.apiUrls.map(async (api) => holdBody.parse((await buyer.at(api).hold('hall', seats, id)).body)),
    ]);
    const [first] = answers;
    expect(first).toMatchObject({ id, seats, state: 'active', amount: amounts.left + amounts.right });
    for (const { serverTime, ...answer } of answers)
      expect({ ...first, serverTime }).toEqual({ ...answer, serverTime });
    const entries = await place.store.changes({ show: 'hall', section: 0 }, 0, 100_000);
    const told = entries.kind === 'entries' ? entries.entries.flatMap(({ notices }) => notices) : [];
    expect(told.filter(({ hold }) => hold === id)).toHaveLength(1);
    for (const socket of own) socket.close();
  });

  it('[H5] of two contents under one id, the first counts and the other is refused everywhere', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await connectAll(buyer, 5);
    const id = newId();
    const seatOf = (index: number) => 74 + (index % 2);
    const acks = await Promise.all(own.map((socket, index) => socket.hold('hall', [seatOf(index)], id)));
    const first = acks.find((ack) => ack.ok)?.hold.seats[0];
    expect(acks.map(ackCode)).toEqual(own.map((_, index) => (seatOf(index) === first ? 'ok' : 'ID_REUSED')));
    for (const socket of own) socket.close();
  });

  it('[H8] one extension asked for everywhere at once moves the deadline once', async () => {
    const buyer = await Buyer.arrive(place);
    const held = holdBody.parse((await buyer.hold('hall', [78])).body);
    const asked = Array.from({ length: 6 }, () => place.apiUrls).flat();
    const answers = await Promise.all(asked.map((api) => buyer.at(api).extend(held.id)));
    const extended = new Date(Date.parse(held.expiresAt) + extensionSeconds * 1_000).toISOString();
    for (const { body } of answers) expect(holdBody.parse(body).expiresAt).toBe(extended);
  });

  it('[H8] [H2] [S1] at the deadline a hold is extended or its seat another’s, never both', async () => {
    const buyer = await Buyer.arrive(place);
    for (const seat of [0, 1, right(0), right(1)]) {
      const held = holdBody.parse((await buyer.hold('quick', [seat])).body);
      const leftMs = Date.parse(held.expiresAt) - Date.parse(held.serverTime);
      await new Promise((resolve) => setTimeout(resolve, leftMs - 15));
      const [extended, ...rivals] = await Promise.all([
        buyer.extend(held.id).then(codeOf),
        ...sockets.slice(0, 20).map(async (socket) => ackCode(await socket.hold('quick', [seat]))),
      ]);
      const won = rivals.filter((code) => code === 'ok').length;
      expect([200, 'HOLD_EXPIRED']).toContain(extended);
      expect(won).toBeLessThanOrEqual(extended === 200 ? 0 : 1);
    }
    expect(await faultsOf(place.store, 'quick')).toEqual([]);
  });

  it('[H5] [P1] one payment asked for everywhere at once is one order', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await connectAll(buyer, 5);
    const { id } = holdBody.parse((await buyer.hold('hall', [76])).body);
    const order = newId();
    const acks = await Promise.all(own.map((socket) => socket.pay(id, order)));
    const orders = acks.map((ack) => accepted(ack).order);
    expect(new Set(orders.map((paid) => paid.id))).toEqual(new Set([order]));
    await expect(place.store.order(order)).resolves.toMatchObject({ state: 'paid', hold: id });
    for (const socket of own) socket.close();
  });

  it('[P1] of many payments for one hold, one becomes the order', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await connectAll(buyer, 5);
    const { id } = holdBody.parse((await buyer.hold('hall', [77])).body);
    const acks = await Promise.all(own.map((socket) => socket.pay(id)));
    const { ok, PAYMENT_PENDING = 0, HOLD_ENDED = 0 } = tally(acks.map(ackCode));
    expect({ ok, refused: PAYMENT_PENDING + HOLD_ENDED }).toEqual({ ok: 1, refused: own.length - 1 });
    for (const socket of own) socket.close();
  });

  it('[P3] [P1] one return asked for everywhere at once is one refund, and the seat is free', async () => {
    const buyer = await Buyer.arrive(place);
    const { id } = holdBody.parse((await buyer.hold('hall', [79])).body);
    const order = newId();
    expect(codeOf(await buyer.pay(id, order))).toBe(200);
    const asked = Array.from({ length: 6 }, () => place.apiUrls).flat();
    const answers = await Promise.all(asked.map((api) => buyer.at(api).giveBack(order)));
    expect(tally(answers.map(codeOf))).toEqual({ 200: asked.length });
    await expect(place.store.order(order)).resolves.toMatchObject({ state: 'refunded' });
    expect(codeOf(await (await Buyer.arrive(place)).hold('hall', [79]))).toBe(201);
  });

  it('[S1] [S3] [H4] [L2] [P1] and the data keep every rule after all that', async () => {
    expect(await faultsOf(place.store, 'hall')).toEqual([]);
  });
});
