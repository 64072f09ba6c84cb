import type { WatchAck } from '@onsale/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OnsaleError } from './errors.ts';
import { type LiveEvent, type LiveShow, openLiveShow } from './live-show.ts';
import type { Timing } from './retry.ts';
import { FakeNetwork, holdBody, showBody } from './testing/fake-sale.ts';

let network: FakeNetwork;
let live: LiveShow;
let events: LiveEvent[];
let randomness: number;

const timing: Timing = {
  nowMs: () => performance.now(),
  pause: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
  random: () => randomness,
};

beforeEach(() => {
  vi.useFakeTimers();
  network = new FakeNetwork();
  events = [];
  randomness = 0.5;
});

afterEach(() => {
  live.close();
  vi.useRealTimers();
});

function open(): void {
  live = openLiveShow({
    http: network.http,
    show: showBody,
    ownOrigin: 'https://sale.example',
    openLink: network.openLink,
    timing,
  });
  live.subscribe((event) => events.push(event));
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function openAndSettle(): Promise<void> {
  open();
  await settle();
  expect(live.state).toEqual({ kind: 'live' });
}

function states(section: 'stalls' | 'circle'): string {
  const map = live.sections.find(({ id }) => id === section);
  return Array.from(map?.states ?? []).join('');
}

/** Heads once a second, as a server that is well sends them. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
    if (!network.link.isClosed) network.link.heads(network.sale.heads());
  }
}

describe('opening', () => {
  it('reads the snapshot over HTTP and watches from there', async () => {
    network.sale.set('stalls', 2, 1);
    await openAndSettle();
    expect(states('stalls')).toBe('00100');
    expect(network.link.asked).toEqual([
      { event: 'watch', request: { show: 'hamlet', sections: 'all', since: { stalls: 1, circle: 0 } } },
    ]);
    expect(network.link.ticket).toBe('ticket-1');
  });

  it('[L2] takes what happened between the snapshot and the watch', async () => {
    network.onOpen = () => void network.sale.set('circle', 6, 2);
    await openAndSettle();
    expect(states('circle')).toBe('020');
  });

  it('does without the snapshot when HTTP refuses it', async () => {
    network.onHttp = (call) => {
      if (call.startsWith('seats')) throw new OnsaleError('BUSY');
    };
    network.sale.set('stalls', 0, 2);
    await openAndSettle();
    expect(states('stalls')).toBe('20000');
    expect(network.link.asked).toMatchObject([{ request: { since: {} } }]);
  });

  it('opens the session anew when it has run out', async () => {
    let refusals = 1;
    network.onHttp = (call) => {
      if (call === 'realtime' && refusals-- > 0) throw new OnsaleError('NO_SESSION');
    };
    await openAndSettle();
    expect(network.httpAsked.filter((call) => call === 'show')).toHaveLength(1);
  });

  it('fails for good on a show that does not exist', async () => {
    network.onHttp = (call) => {
      if (call === 'realtime') throw new OnsaleError('SHOW_NOT_FOUND');
    };
    open();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.state).toEqual({ kind: 'failed', code: 'SHOW_NOT_FOUND' });
    expect(network.httpAsked.filter((call) => call === 'realtime')).toHaveLength(1);
  });

  it('tries the other address after one that does not answer, each time with a fresh ticket', async () => {
    const tried: string[] = [];
    network.onOpen = (url) => {
      tried.push(url);
      if (tried.length < 3) throw new OnsaleError('UNAVAILABLE');
    };
    open();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(tried).toEqual(['https://one.example', 'https://two.example', 'https://one.example']);
    expect(network.link.ticket).toBe('ticket-3');
  });
});

describe('changes', () => {
  it('shows frames as they come, and to its listeners', async () => {
    await openAndSettle();
    events.length = 0;
    network.link.seats('stalls', network.sale.set('stalls', 3, 1));
    expect(live.stateOf(3)).toBe(1);
    expect(events).toEqual([{ kind: 'seats', section: 'stalls', seats: [3] }]);
  });

  it('[L2] repairs a gap over the connection, soon', async () => {
    await openAndSettle();
    network.sale.set('stalls', 0, 1);
    network.link.seats('stalls', network.sale.set('stalls', 1, 1));
    expect(states('stalls')).toBe('00000');
    await vi.advanceTimersByTimeAsync(250);
    expect(states('stalls')).toBe('11000');
    expect(network.link.asked.at(-1)).toEqual({
      event: 'watch',
      request: { show: 'hamlet', sections: ['stalls'], since: { stalls: 0 } },
    });
  });

  it('[L3] repairs a change whose frame never came within two seconds of the heads', async () => {
    await openAndSettle();
    network.sale.set('circle', 5, 2);
    await pass(1);
    expect(states('circle')).toBe('000');
    await vi.advanceTimersByTimeAsync(999);
    expect(states('circle')).toBe('200');
  });

  it('does not ask when the frame arrives after its head', async () => {
    await openAndSettle();
    const late = network.sale.set('circle', 5, 2);
    network.link.heads(network.sale.heads());
    await vi.advanceTimersByTimeAsync(250);
    network.link.seats('circle', late);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(network.link.asked).toHaveLength(1);
  });

  it('[L2] reads the changes over HTTP when the connection does not bring them, and the snapshot when they are trimmed', async () => {
    await openAndSettle();
    network.link.watchAnswer = () => ({ ok: false, error: { code: 'BUSY', message: '' } }) satisfies WatchAck;
    network.sale.set('stalls', 0, 2);
    network.link.seats('stalls', network.sale.set('stalls', 1, 2));
    await vi.advanceTimersByTimeAsync(250);
    expect(network.httpAsked.at(-1)).toBe('changes stalls 0');
    expect(states('stalls')).toBe('22000');

    network.sale.set('stalls', 3, 1);
    network.sale.trimmedBelow = 4;
    network.link.seats('stalls', network.sale.set('stalls', 4, 1));
    await vi.advanceTimersByTimeAsync(250);
    expect(network.httpAsked.slice(-2)).toEqual(['changes stalls 2', 'seats stalls']);
    expect(states('stalls')).toBe('22011');
  });

  it('is stale while a repair does not succeed, asks about once a second, and live again after it', async () => {
    await openAndSettle();
    const { watchAnswer } = network.link;
    network.link.watchAnswer = () => Promise.reject(new OnsaleError('UNKNOWN'));
    network.onHttp = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
    network.sale.set('stalls', 0, 1);
    const asked = network.httpAsked.length;
    await pass(6);
    expect(live.state.kind).toBe('stale');
    expect(network.httpAsked.length - asked).toBeLessThanOrEqual(6);
    network.link.watchAnswer = watchAnswer;
    await pass(2);
    expect(live.state).toEqual({ kind: 'live' });
    expect(states('stalls')).toBe('10000');
  });

  it('leaves out what belongs to another show', async () => {
    await openAndSettle();
    network.link.handlers.seats({ show: 'other', section: 'stalls', from: 0, to: 1, set: [[0, 2]] });
    network.link.handlers.heads({ show: 'other', heads: { stalls: 9 }, serverTime: 0, sockets: 1 });
    expect(states('stalls')).toBe('00000');
    expect(live.sections[0]?.head).toBe(0);
  });

  it('hands on what the server says of the buyer’s own holds', async () => {
    await openAndSettle();
    network.link.ownHold({ state: 'expired' });
    expect(events.at(-1)).toMatchObject({ kind: 'hold', hold: { id: holdBody().id, state: 'expired' } });
  });

  it('tells the server’s time', async () => {
    await openAndSettle();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(live.serverNowMs()).toBe(Date.parse(showBody.serverTime) + 2_000);
    network.link.heads(network.sale.heads(), Date.parse(showBody.serverTime) + 9_000);
    expect(live.serverNowMs()).toBe(Date.parse(showBody.serverTime) + 9_000);
  });
});

describe('a lost connection', () => {
  it('[L3] comes back within half a second and catches up from where it stood', async () => {
    await openAndSettle();
    await pass(6);
    network.link.lose();
    expect(live.state).toMatchObject({ kind: 'reconnecting', attempt: 0 });
    network.sale.set('stalls', 4, 2);
    await vi.advanceTimersByTimeAsync(499);
    expect(live.state).toEqual({ kind: 'live' });
    expect(states('stalls')).toBe('00002');
    expect(network.tickets).toEqual(['ticket-1', 'ticket-2']);
  });

  it('comes back elsewhere first: the process that it was lost with is likely to be gone', async () => {
    await openAndSettle();
    await pass(6);
    network.link.lose();
    await vi.advanceTimersByTimeAsync(500);
    await pass(6);
    network.link.lose();
    await vi.advanceTimersByTimeAsync(500);
    const urls = network.links.map(({ url }) => url);
    expect(urls).toEqual(['https://one.example', 'https://two.example', 'https://one.example']);
  });

  it('comes back with more patience when thousands were on the same process', async () => {
    randomness = 1;
    await openAndSettle();
    await pass(6);
    network.link.heads(network.sale.heads(), undefined, { sockets: 2_000 });
    network.link.lose();
    await vi.advanceTimersByTimeAsync(3_999);
    expect(live.state.kind).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(1);
    expect(live.state).toEqual({ kind: 'live' });
  });

  it('comes back to the same address when there is no other', async () => {
    network.endpoints = network.endpoints.slice(0, 1);
    await openAndSettle();
    await pass(6);
    network.link.lose();
    await vi.advanceTimersByTimeAsync(500);
    expect(network.links.map(({ url }) => url)).toEqual(['https://one.example', 'https://one.example']);
  });

  it('never hammers a server that refuses, however long it lasts', async () => {
    await openAndSettle();
    await pass(6);
    network.onOpen = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
    network.link.lose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(network.tickets.length).toBeGreaterThan(10);
    expect(network.tickets.length).toBeLessThan(30);
    expect(live.state).toEqual({ kind: 'polling' });
  });

  it('waits longer when the connection broke as soon as it was there', async () => {
    await openAndSettle();
    network.link.lose();
    await vi.advanceTimersByTimeAsync(500);
    expect(live.state.kind).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(4_500);
    expect(live.state.kind).toBe('live');
  });

  it('tries at once when the network is back', async () => {
    await openAndSettle();
    network.link.lose();
    live.hurry();
    await settle();
    expect(live.state).toEqual({ kind: 'live' });
  });

  it('counts a connection as dead when the watch is refused, and takes another', async () => {
    open();
    network.onOpen = () => {
      network.onOpen = () => undefined;
      queueMicrotask(() => {
        network.link.watchAnswer = () => ({ ok: false, error: { code: 'BUSY', message: '' } });
      });
    };
    await vi.advanceTimersByTimeAsync(6_000);
    expect(live.state).toEqual({ kind: 'live' });
    expect(network.links).toHaveLength(2);
    expect(network.links[0]?.isClosed).toBe(true);
  });

  it('follows a sale that was set back while it was away', async () => {
    network.sale.set('stalls', 0, 2);
    await openAndSettle();
    await pass(6);
    network.sale.section('stalls').history.length = 1;
    network.link.lose();
    await vi.advanceTimersByTimeAsync(500);
    expect(states('stalls')).toBe('00000');
  });
});

describe('silence', () => {
  it('makes the map stale after three and a half seconds and opens another connection before letting go', async () => {
    await openAndSettle();
    await pass(2);
    const silent = network.link;
    await vi.advanceTimersByTimeAsync(3_499);
    expect(live.state.kind).toBe('live');
    await vi.advanceTimersByTimeAsync(1);
    expect(live.state.kind).toBe('stale');
    expect(silent.isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(live.state).toEqual({ kind: 'live' });
    expect(network.links.map(({ url }) => url)).toEqual(['https://one.example', 'https://two.example']);
    expect(silent.isClosed).toBe(true);
  });

  it('stays where it is when the server speaks again first', async () => {
    await openAndSettle();
    await vi.advanceTimersByTimeAsync(3_600);
    expect(live.state.kind).toBe('stale');
    network.link.heads(network.sale.heads());
    expect(live.state).toEqual({ kind: 'live' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(network.links).toHaveLength(1);
  });

  it('[L3] of the database makes the map stale for as long as the server says so, on the connection that there is', async () => {
    await openAndSettle();
    network.link.heads(network.sale.heads(), undefined, { ageMs: 4_000 });
    const sinceMs = timing.nowMs() - 4_000;
    expect(live.state).toEqual({ kind: 'stale', sinceMs });
    await vi.advanceTimersByTimeAsync(3_000);
    network.link.heads(network.sale.heads(), undefined, { ageMs: 7_000 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(live.state).toEqual({ kind: 'stale', sinceMs });
    network.link.heads(network.sale.heads());
    expect(live.state).toEqual({ kind: 'live' });
    expect(network.links).toHaveLength(1);
  });

  it('[L3] of the database is forgotten with the connection on which it was told', async () => {
    await openAndSettle();
    await pass(6);
    network.link.heads(network.sale.heads(), undefined, { ageMs: 4_000 });
    network.link.lose();
    expect(live.state.kind).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(500);
    expect(live.state).toEqual({ kind: 'live' });
  });

  it('reconnects when the silent connection turns out to be lost', async () => {
    await openAndSettle();
    network.onOpen = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
    await vi.advanceTimersByTimeAsync(4_500);
    network.link.lose();
    expect(live.state).toMatchObject({ kind: 'reconnecting', sinceMs: expect.any(Number) });
  });
});

describe('a move', () => {
  it('opens the next connection before it lets go, and is live all the while', async () => {
    await openAndSettle();
    const before = network.link;
    events.length = 0;
    before.handlers.move({ withinMs: 4_000 });
    await vi.advanceTimersByTimeAsync(900);
    expect(before.isClosed).toBe(false);
    expect(network.links).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(network.links.map(({ url }) => url)).toEqual(['https://one.example', 'https://two.example']);
    expect(before.isClosed).toBe(true);
    expect(events.filter(({ kind }) => kind === 'state')).toEqual([]);
  });

  it('is not forgotten when it was asked for before the connection was of use', async () => {
    network.onOpen = () => {
      network.onOpen = () => undefined;
      queueMicrotask(() => network.link.handlers.move({ withinMs: 4_000 }));
    };
    open();
    await settle();
    expect(live.state).toEqual({ kind: 'live' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(network.links.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it('stays on the old connection as long as the next does not open', async () => {
    await openAndSettle();
    const before = network.link;
    network.onOpen = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
    before.handlers.move({ withinMs: 4_000 });
    await vi.advanceTimersByTimeAsync(2_500);
    before.heads(network.sale.heads());
    expect(before.isClosed).toBe(false);
    expect(live.state).toEqual({ kind: 'live' });
    before.seats('stalls', network.sale.set('stalls', 0, 1));
    expect(live.stateOf(0)).toBe(1);
  });
});

describe('sections that nobody looks at', () => {
  it('are not watched, and catch up when they are looked at again', async () => {
    await openAndSettle();
    live.watch(['stalls', 'no-such-section']);
    await settle();
    expect(network.link.asked.at(-1)).toEqual({
      event: 'unwatch',
      request: { show: 'hamlet', sections: ['circle'] },
    });
    network.sale.set('circle', 6, 2);
    await pass(5);
    expect([states('circle'), live.state.kind]).toEqual(['000', 'live']);
    live.watch(['stalls', 'circle']);
    await settle();
    expect(states('circle')).toBe('020');
    expect(network.link.asked.at(-1)).toEqual({
      event: 'watch',
      request: { show: 'hamlet', sections: ['circle'], since: { circle: 0 } },
    });
  });

  it('[L3] catch up also when the first question fails', async () => {
    await openAndSettle();
    live.watch([]);
    network.sale.set('circle', 6, 2);
    network.link.watchAnswer = () => Promise.reject(new OnsaleError('UNKNOWN'));
    live.watch(['circle']);
    await settle();
    expect(states('circle')).toBe('000');
    await pass(3);
    expect(states('circle')).toBe('020');
  });

  it('stay unwatched on the next connection', async () => {
    await openAndSettle();
    live.watch(['circle']);
    network.link.lose();
    await pass(6);
    expect(network.links).toHaveLength(2);
    expect(network.link.asked).toEqual([
      { event: 'watch', request: { show: 'hamlet', sections: ['circle'], since: { circle: 0 } } },
    ]);
  });
});

describe('a network that lets no connection through', () => {
  beforeEach(() => {
    network.onOpen = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
  });

  it('[L3] is got around by reading the changes over HTTP', async () => {
    open();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(live.state).toEqual({ kind: 'polling' });
    network.sale.set('circle', 6, 2);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(states('circle')).toBe('020');
  });

  it('is not taken for an up-to-date map once the sale is away too', async () => {
    open();
    await vi.advanceTimersByTimeAsync(8_000);
    network.onHttp = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
    await vi.advanceTimersByTimeAsync(4_000);
    expect(live.state).toEqual({ kind: 'connecting' });
  });

  it('is not polled any more once a connection gets through', async () => {
    open();
    await vi.advanceTimersByTimeAsync(8_000);
    network.onOpen = () => undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    const asked = network.httpAsked.length;
    await pass(10);
    expect(live.state).toEqual({ kind: 'live' });
    expect(network.httpAsked.length).toBe(asked);
  });
});

it('gives up where the browser keeps no cookies, and says so', async () => {
  network.onHttp = (call) => {
    if (call === 'realtime') throw new OnsaleError('NO_SESSION');
  };
  open();
  await settle();
  expect(live.state).toEqual({ kind: 'failed', code: 'NO_SESSION' });
});

describe('commands', () => {
  const command = { id: holdBody().id, show: 'hamlet', seats: [1] };

  it('go over the connection', async () => {
    await openAndSettle();
    await live.hold(command);
    await live.release({ hold: command.id, seats: [1] });
    await live.pay({ hold: command.id, id: 'p', method: 'sandbox-card' });
    expect(network.link.asked.slice(1)).toEqual([
      { event: 'hold', request: command },
      { event: 'release', request: { hold: command.id, seats: [1] } },
      { event: 'pay', request: { hold: command.id, id: 'p', method: 'sandbox-card' } },
    ]);
    expect(network.httpAsked).not.toContain('hold');
  });

  it('[H8] extend a hold over HTTP', async () => {
    await openAndSettle();
    await expect(live.extend({ hold: command.id })).resolves.toMatchObject({ state: 'active' });
    expect(network.httpAsked).toContain('extend');
  });

  it('go over HTTP while there is no connection', async () => {
    network.onOpen = () => {
      throw new OnsaleError('UNAVAILABLE');
    };
    open();
    await settle();
    await expect(live.hold(command)).resolves.toMatchObject({ state: 'active' });
    expect(network.httpAsked).toContain('hold');
  });

  it('[H5] [A1] are asked again over HTTP by the same id when the ack does not come', async () => {
    await openAndSettle();
    network.link.hold = () => Promise.reject(new OnsaleError('UNKNOWN'));
    const asked: unknown[] = [];
    const { once } = network.http;
    vi.spyOn(once, 'hold').mockImplementation(async (repeated) => {
      asked.push(repeated);
      return holdBody();
    });
    const held = live.hold(command);
    await vi.advanceTimersByTimeAsync(1_250);
    await expect(held).resolves.toMatchObject({ id: command.id });
    expect(asked).toEqual([command]);
  });

  it('are asked again after BUSY, over the connection', async () => {
    await openAndSettle();
    let refusals = 2;
    const { hold } = network.link;
    network.link.hold = async (request, timeoutMs) =>
      refusals-- > 0
        ? { ok: false, error: { code: 'BUSY', message: '', details: { retryAfterMs: 200 } } }
        : hold(request, timeoutMs);
    const held = live.hold(command);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(held).resolves.toMatchObject({ state: 'active' });
  });

  it('are refused with the server’s code and details', async () => {
    await openAndSettle();
    network.link.hold = async () => ({
      ok: false,
      error: { code: 'SEAT_TAKEN', message: 'taken', details: { seats: [1] } },
    });
    await expect(live.hold(command)).rejects.toMatchObject({ code: 'SEAT_TAKEN', details: { seats: [1] } });
  });
});

it('closes for good', async () => {
  await openAndSettle();
  live.close();
  expect(network.link.isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(network.links).toHaveLength(1);
});
