import { createHttp, type LiveShow, newId, openLiveShow } from '@onsale/client';
import { holdBody, type WatchAck } from '@onsale/contracts';
import { createRandom } from '@onsale/domain/testing';
import { createTokens, parseKeyring } from '@onsale/identity';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type PrivateServer, startPrivateRedis } from '../servers/index.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { arriveMany, Buyer, codeOf } from './buyer.ts';
import { openServices, type Place } from './place.ts';
import { accepted, ackCode, ConnectionRefused, SaleSocket } from './sale-socket.ts';
import { sectionSeats } from './shows.ts';
import { faultsOf, truthOf } from './truth.ts';

/** [L3] */
const convergeMsMax = 2_000;
const moveMs = 2_000;
const right = (seat: number) => sectionSeats + seat;

let place: Place;
let redis: PrivateServer;
const log: string[] = [];
const opened: { close(): void }[] = [];

beforeAll(async () => {
  redis = await startPrivateRedis();
  place = await openServices({
    mysqlUrl: inject('mysqlUrl'),
    redisUrl: redis.url,
    env: { MOVE_MS: String(moveMs) },
    log: (line) => void log.push(line),
  });
}, 120_000);
afterEach(() => {
  for (const socket of opened.splice(0)) socket.close();
});
afterAll(async () => {
  await place?.stop();
  await redis?.stop();
}, 60_000);

const urlOf = (index: number) => place.realtimeUrls[index % place.realtimeUrls.length] ?? '';

async function connect(buyer: Buyer, url: string): Promise<SaleSocket> {
  const socket = await buyer.connect(url);
  opened.push(socket);
  return socket;
}

/** New buyers who watch a show, one after the other on each process. */
async function watchers(count: number, show: string): Promise<SaleSocket[]> {
  const buyers = await arriveMany(place, count);
  const sockets = await Promise.all(buyers.map((buyer, index) => connect(buyer, urlOf(index))));
  await Promise.all(sockets.map((socket) => socket.watch(show)));
  return sockets;
}

/** The next frame in which the seat gets that state. */
const seen = (socket: SaleSocket, seat: number, state: number) =>
  socket.frames.next(({ set }) => set.some(([changed, to]) => changed === seat && to === state));

/** [L3] */
async function untilAllShow(show: string, sockets: readonly Pick<SaleSocket, 'mapOf'>[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const truth = await truthOf(place.store, show);
      for (const socket of sockets) expect(socket.mapOf(show)).toEqual(truth);
    },
    { timeout: convergeMsMax, interval: 20 },
  );
}

async function heldOverHttp(buyer: Buyer, show: string, ...seats: number[]): Promise<string> {
  return holdBody.parse((await buyer.hold(show, seats)).body).id;
}

describe('two realtime processes and the API', () => {
  it('[L1] [L2] show everybody what anybody does, whichever way he does it', async () => {
    const [a, b] = (await watchers(2, 'hall')) as [SaleSocket, SaleSocket];
    const c = await Buyer.arrive(place);
    const onBoth = (seat: number, state: number) => Promise.all([seen(a, seat, state), seen(b, seat, state)]);

    let next = onBoth(0, 1);
    const { hold } = accepted(await a.hold('hall', [0]));
    await next;
    next = onBoth(0, 2);
    accepted(await a.pay(hold.id));
    await next;
    next = onBoth(right(0), 1);
    const second = accepted(await b.hold('hall', [right(0)])).hold;
    await next;
    next = onBoth(right(0), 0);
    accepted(await b.release(second.id));
    await next;
    next = onBoth(1, 1);
    const third = await heldOverHttp(c, 'hall', 1, right(1));
    await next;
    next = onBoth(1, 0);
    expect(codeOf(await c.release(third, [1]))).toBe(200);
    await next;
    next = onBoth(right(1), 2);
    expect(codeOf(await c.pay(third))).toBe(200);
    await next;
    await untilAllShow('hall', [a, b]);
  });

  it('[L2] [L3] every map is the database’s after a storm of commands', async () => {
    const sockets = await watchers(12, 'hall');
    const lives = await Promise.all(Array.from({ length: 3 }, () => openLive('hall')));
    const actors = await Promise.all(
      (await arriveMany(place, 24)).map((buyer, index) => connect(buyer, urlOf(index))),
    );
    await Promise.all(actors.map((actor, index) => storm(actor, index)));
    await untilAllShow('hall', [...sockets, ...lives]);
    expect(await faultsOf(place.store, 'hall')).toEqual([]);
  });

  it('tell the buyer of a payment and of an end on all his sockets, and nobody else', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await Promise.all([urlOf(0), urlOf(1), urlOf(1)].map((url) => connect(buyer, url)));
    const [other] = (await watchers(1, 'hall')) as [SaleSocket];
    const paid = await heldOverHttp(buyer, 'hall', 2);
    const order = newId();
    const sold = seen(other, 2, 2);
    await buyer.pay(paid, order);
    await sold;
    const released = await heldOverHttp(buyer, 'hall', 3, right(3));
    await buyer.release(released);
    for (const { holds } of own) {
      const told = await holds.first(({ id, state }) => id === paid && state === 'paid');
      expect(told).toMatchObject({ show: 'hall', seats: [2], order });
      const end = await holds.first(({ id, state }) => id === released && state === 'released');
      expect(end).toMatchObject({ seats: [], order: null });
    }
    expect(other.holds.all).toEqual([]);
  });

  it('[H2] end a hold at its deadline for everybody, and tell its buyer', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await Promise.all([urlOf(0), urlOf(1)].map((url) => connect(buyer, url)));
    const all = await watchers(4, 'quick');
    const freed = all.map((socket) => seen(socket, 4, 0));
    const held = accepted(await (own[0] as SaleSocket).hold('quick', [4, right(4)])).hold;
    const [left] = await Promise.all([Promise.all(freed), ...all.map((socket) => seen(socket, right(4), 0))]);
    expect(left).toHaveLength(all.length);
    for (const { holds } of own)
      expect(await holds.first(({ id, state }) => id === held.id && state === 'expired')).toMatchObject({
        seats: [],
      });
    await untilAllShow('quick', all);
    expect(ackCode(await (own[1] as SaleSocket).pay(held.id))).toBe('HOLD_EXPIRED');
  });

  it('[L3] tell the newest versions about once a second, by the database’s clock', async () => {
    const sockets = await watchers(2, 'hall');
    const buyer = await Buyer.arrive(place);
    const before = (await truthOf(place.store, 'hall')).left?.version ?? 0;
    const told = sockets.map(({ heads }) => heads.next((event) => event.heads.left === before + 1));
    await heldOverHttp(buyer, 'hall', 8);
    for (const { serverTime } of await Promise.all(told))
      expect(Math.abs(serverTime - (await place.store.nowMs()))).toBeLessThan(5_000);
    // The next beat tells that the connection lives, though nothing has moved.
    for (const { heads } of sockets) expect(await heads.next()).toMatchObject({ show: 'hall' });
  });
});

/** Some moves of one buyer in the hall, one after another; whether they are accepted does not matter. */
async function storm(actor: SaleSocket, seed: number): Promise<void> {
  const random = createRandom(seed);
  const seat = () => 10 + random.below(30) + random.pick([0, sectionSeats]);
  for (let move = 0; move < 12; move++) {
    const seats = random.below(3) === 0 ? [seat()] : [...new Set([seat(), seat()])];
    const ack = await actor.hold('hall', seats);
    if (!ack.ok) continue;
    const next = random.below(4);
    if (next === 0) await actor.pay(ack.hold.id);
    else if (next === 1) await actor.release(ack.hold.id, seats.slice(0, 1));
    else await actor.release(ack.hold.id);
  }
}

/** The client of the buyer's page, wherever the API sends it. */
async function openLive(showId: string): Promise<Pick<SaleSocket, 'mapOf'>> {
  const [baseUrl] = place.apiUrls;
  const http = createHttp({ baseUrl });
  const show = await http.show(showId);
  const live: LiveShow = openLiveShow({ http, show, ownOrigin: baseUrl });
  opened.push(live);
  await vi.waitFor(() => expect(live.state.kind).toBe('live'), { timeout: 10_000 });
  return {
    mapOf: () =>
      Object.fromEntries(
        live.sections.map(({ id, version, states }) => [id, { version, states: states.join('') }]),
      ),
  };
}

describe('watching from a version', () => {
  const watch = (socket: SaleSocket, since: Record<string, number>): Promise<WatchAck> =>
    socket.ask('watch', { show: 'hall', sections: 'all', since });

  it('[L2] brings what changed after it, nothing at the newest, and the whole map for one too old', async () => {
    const [watcher] = (await watchers(1, 'hall')) as [SaleSocket];
    const before = await truthOf(place.store, 'hall');
    const version = before.left?.version ?? 0;
    const buyer = await Buyer.arrive(place);
    const changed = seen(watcher, 50, 1);
    await heldOverHttp(buyer, 'hall', 50);
    const { to } = await changed;
    const later = await connect(buyer, urlOf(0));
    const { sections } = accepted(await watch(later, { left: version }));
    expect(sections[0]).toEqual({ section: 'left', from: version, to, set: [[50, 1]] });
    expect(sections[1]).toMatchObject({ section: 'right', states: before.right?.states });

    const newest = accepted(await watch(later, { left: to, right: before.right?.version ?? 0 }));
    expect(newest.sections.map((section) => 'set' in section && section.set)).toEqual([[], []]);

    const truth = await truthOf(place.store, 'hall');
    for (const since of [{ left: 0 }, { left: 1_000_000 }]) {
      const [left] = accepted(await watch(later, since)).sections;
      if (left !== undefined && 'states' in left) expect(left.states).toBe(truth.left?.states);
      else expect(left).toMatchObject({ from: since.left, to });
    }
  });

  it('[L2] lets go of a show with `unwatch`', async () => {
    const [stays, goes] = (await watchers(2, 'hall')) as [SaleSocket, SaleSocket];
    expect(ackCode(await goes.ask('unwatch', { show: 'hall', sections: 'all' }))).toBe('ok');
    const buyer = await Buyer.arrive(place);
    const change = seen(stays, 51, 1);
    await heldOverHttp(buyer, 'hall', 51);
    await change;
    const again = seen(stays, 52, 1);
    await heldOverHttp(buyer, 'hall', 52);
    await again;
    expect(goes.frames.all).toEqual([]);
  });
});

describe('one frame per section and tick', () => {
  /** The shortest tick; a timer may be a millisecond early. */
  const tickMsMin = 20 - 1;

  it('however many batches of however many processes fed it', async () => {
    const sockets = await watchers(4, 'hall');
    const before = await truthOf(place.store, 'hall');
    const startMs = performance.now();
    const actors = await Promise.all(
      (await arriveMany(place, 8)).map((buyer, index) => connect(buyer, urlOf(index))),
    );
    await Promise.all(
      actors.map(async (actor, index) => {
        for (let times = 0; times < 15; times++) {
          // Whoever gave seats back may have them again at once, whatever others do in the section.
          const { hold } = accepted(await actor.hold('hall', [60 + index, right(60 + index)]));
          accepted(await actor.release(hold.id));
        }
      }),
    );
    await untilAllShow('hall', sockets);
    const after = await truthOf(place.store, 'hall');
    for (const { frames } of sockets)
      for (const section of ['left', 'right']) {
        const own = frames.all.filter((frame) => frame.section === section);
        const versions = (after[section]?.version ?? 0) - (before[section]?.version ?? 0);
        const ticksMax = Math.floor(((own.at(-1)?.atMs ?? startMs) - startMs) / tickMsMin) + 1;
        expect(own.length).toBeLessThanOrEqual(ticksMax);
        expect(own.length).toBeLessThan(versions);
        for (const [index, frame] of own.entries())
          if (index > 0) expect(frame.from).toBe(own[index - 1]?.to);
      }
  });
});

describe('a ticket', () => {
  const refusal = (opening: Promise<SaleSocket>) =>
    opening.then(
      (socket) => {
        opened.push(socket);
        return 'open';
      },
      (error: unknown) => (error instanceof ConnectionRefused ? error.message : error),
    );

  it('[I2] opens one socket, once, on whichever process', async () => {
    const buyer = await Buyer.arrive(place);
    const ticket = await buyer.ticket();
    expect(await refusal(SaleSocket.open(urlOf(0), { ticket }))).toBe('open');
    expect(await refusal(SaleSocket.open(urlOf(1), { ticket }))).toBe('BAD_TICKET');
    expect(await refusal(SaleSocket.open(urlOf(0), { ticket }))).toBe('BAD_TICKET');
  });

  it('[I2] opens one socket also when it is used everywhere at once', async () => {
    const ticket = await (await Buyer.arrive(place)).ticket();
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) => refusal(SaleSocket.open(urlOf(index), { ticket }))),
    );
    expect(tries.toSorted()).toEqual([...Array<string>(9).fill('BAD_TICKET'), 'open']);
  });

  it('[I2] is good for a minute', async () => {
    const keyring = parseKeyring(place.sessionKeys);
    const nowMs = await place.store.nowMs();
    const issuedAgo = (ms: number) =>
      createTokens({ keyring, nowMs: () => nowMs - ms }).issueTicket('somebody');
    expect(await refusal(SaleSocket.open(urlOf(0), { ticket: await issuedAgo(30_000) }))).toBe('open');
    expect(await refusal(SaleSocket.open(urlOf(0), { ticket: await issuedAgo(62_000) }))).toBe('BAD_TICKET');
  });

  it('[I1] that nobody here has signed, or that is none, opens nothing', async () => {
    const now = { nowMs: () => Date.now() };
    const forger = createTokens({ keyring: parseKeyring(createSessionKeys()), ...now });
    const genuine = createTokens({ keyring: parseKeyring(place.sessionKeys), ...now });
    const forged = await forger.issueTicket('victim');
    const [header, , signature] = forged.split('.');
    const payload = Buffer.from(JSON.stringify({ sub: 'victim' })).toString('base64url');
    for (const ticket of [
      forged,
      await genuine.issueSession('victim'),
      `${header}.${payload}.${signature}`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      'x'.repeat(5_000),
      'victim',
      '',
    ])
      expect(await refusal(SaleSocket.open(urlOf(0), { ticket }))).toBe('BAD_TICKET');
  });

  it('[I2] opens nothing for a page of another origin', async () => {
    const buyer = await Buyer.arrive(place);
    const openFrom = async (origin: string) =>
      refusal(SaleSocket.open(urlOf(0), { ticket: await buyer.ticket(), origin }));
    expect(await openFrom(urlOf(0))).toBe('open');
    for (const origin of ['http://evil.example', 'null', `${urlOf(0)}.evil.example`])
      expect(await openFrom(origin)).toBe('websocket error');
  });
});

describe('the textbook’s events', () => {
  it('work across processes, with an ack and in the ticket’s name', async () => {
    const [buyer, other] = [await Buyer.arrive(place), await Buyer.arrive(place)];
    const open = async (of: Buyer, url: string) => {
      const socket = await of.connect(url, { textbook: true });
      opened.push(socket);
      return socket;
    };
    const [own, foreign] = [await open(buyer, urlOf(0)), await open(other, urlOf(1))];
    const act = (socket: SaleSocket, actionType: string) =>
      socket.ask('action', { row: 1, col: 3, actionType });
    const told = (actionType: string) =>
      Promise.all(
        [own, foreign].map(({ results }) => results.next((result) => result.actionType === actionType)),
      );

    const steps = [
      [own, 'reserve', 'ok'],
      [foreign, 'reserve', 'SEAT_TAKEN'],
      [foreign, 'cancel', 'HOLD_NOT_FOUND'],
      [foreign, 'pay', 'HOLD_NOT_FOUND'],
      [own, 'cancel', 'ok'],
      [foreign, 'reserve', 'ok'],
      [foreign, 'pay', 'ok'],
      [own, 'reserve', 'SEAT_TAKEN'],
    ] as const;
    for (const [socket, actionType, code] of steps) {
      const results = code === 'ok' ? told(actionType) : Promise.resolve([]);
      expect([actionType, ackCode(await act(socket, actionType))]).toEqual([actionType, code]);
      for (const result of await results) expect(result).toEqual({ row: 1, col: 3, actionType });
    }
    await vi.waitFor(async () =>
      expect((await buyer.ask('GET', '/seats')).body).toEqual([{ row: 1, col: 3, actionType: 'pay' }]),
    );
  });
});

describe('without Redis', () => {
  it('[L3] commands go on, every map follows within two seconds, and buyers are told', async () => {
    const buyer = await Buyer.arrive(place);
    const own = await Promise.all([urlOf(0), urlOf(1)].map((url) => connect(buyer, url)));
    await Promise.all(own.map((socket) => socket.watch('hall')));
    const sockets = [...own, ...(await watchers(4, 'hall'))];
    await redis.kill('SIGKILL');
    const held = accepted(await (own[0] as SaleSocket).hold('hall', [70, right(70)])).hold;
    await untilAllShow('hall', sockets);
    expect(codeOf(await buyer.pay(held.id))).toBe(200);
    await untilAllShow('hall', sockets);
    for (const { holds } of own) await holds.first(({ id, state }) => id === held.id && state === 'paid');
    await redis.start();
    accepted(await (own[1] as SaleSocket).hold('hall', [71]));
    await untilAllShow('hall', sockets);
  });
});

describe('SIGTERM to a realtime process', () => {
  it('[A1] asks clients to move, answers what is under way, and ends with 0', async () => {
    const name = 'realtime-2';
    const url = urlOf(1);
    const buyers = await arriveMany(place, 10);
    const sockets = await Promise.all(buyers.map((buyer) => connect(buyer, url)));
    const underWay = sockets.map((socket, index) =>
      socket.hold('hall', [72 + (index % 5), right(72 + (index % 5))]),
    );
    process.kill(place.pidOf(name) ?? 0, 'SIGTERM');

    // What is left of the time: those who are asked last are told half of it.
    for (const { moves } of sockets) {
      const { withinMs } = await moves.first();
      expect(withinMs).toBeGreaterThan(moveMs / 4);
      expect(withinMs).toBeLessThanOrEqual(moveMs);
    }
    const codes = (await Promise.all(underWay)).map(ackCode);
    expect(codes.filter((code) => code === 'ok')).toHaveLength(5);
    expect(codes.filter((code) => code === 'SEAT_TAKEN')).toHaveLength(5);
    // Until a client has moved, it is still served.
    expect(['ok', 'BUSY']).toContain(
      ackCode(await (sockets[0] as SaleSocket).ask('watch', { show: 'hall', sections: 'all' })),
    );

    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    const late = SaleSocket.open(url, { ticket: await (buyers[0] as Buyer).ticket() });
    await expect(late).rejects.toThrow(ConnectionRefused);

    const moved = await connect(buyers[0] as Buyer, urlOf(0));
    accepted(await moved.ask('watch', { show: 'hall', sections: 'all' }));
    for (const socket of sockets.slice(0, 5)) socket.close();
    for (const { ends } of sockets.slice(5)) await ends.first();
    await vi.waitFor(
      () => expect(log).toContainEqual(expect.stringContaining(`${name} ended (exit code 0)`)),
      {
        timeout: 10_000,
      },
    );
  });
});
