import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTraffic, type TrafficLimits } from './traffic.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const none: TrafficLimits = { buyerCommandsPerSecond: 0, addressCommandsPerSecond: 0, addressSocketsMax: 0 };

/** How many of so many attempts are let through. */
async function passed(count: number, attempt: () => Promise<object | null>): Promise<number> {
  let through = 0;
  for (let i = 0; i < count; i++) if ((await attempt()) === null) through++;
  return through;
}

describe('commands', () => {
  it('of one buyer are limited wherever they come from', async () => {
    const traffic = createTraffic({ ...none, buyerCommandsPerSecond: 2 });
    let attempt = 0;
    expect(await passed(10, () => traffic.command('ann', `198.51.100.${attempt++}`))).toBe(4);
    expect(await traffic.command('ann', '203.0.113.1')).toEqual({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: 2_000 },
    });
    expect(await traffic.command('bob', '203.0.113.1')).toBeNull();
  });

  it('of one address are limited whoever gives them, with a session or without', async () => {
    const traffic = createTraffic({ ...none, addressCommandsPerSecond: 3 });
    let attempt = 0;
    const buyer = () => (attempt++ % 2 === 0 ? null : `buyer-${attempt}`);
    expect(await passed(20, () => traffic.command(buyer(), '203.0.113.1'))).toBe(6);
    expect(await traffic.command('ann', '203.0.113.2')).toBeNull();
  });

  it('that the buyer’s own limit refuses do not count against the others at the address', async () => {
    const traffic = createTraffic({ ...none, buyerCommandsPerSecond: 1, addressCommandsPerSecond: 5 });
    expect(await passed(1_000, () => traffic.command('greedy', '203.0.113.1'))).toBe(2);
    let attempt = 0;
    expect(await passed(20, () => traffic.command(`buyer-${attempt++}`, '203.0.113.1'))).toBe(8);
  });

  it('of one IPv6 network count together', async () => {
    const traffic = createTraffic({ ...none, addressCommandsPerSecond: 1 });
    let attempt = 0;
    expect(await passed(10, () => traffic.command(null, `2001:db8::${++attempt}`))).toBe(2);
  });
});

describe('reads', () => {
  it('are five times as many as commands, and counted apart', async () => {
    const traffic = createTraffic({ ...none, addressCommandsPerSecond: 2 });
    expect(await passed(100, () => traffic.read('203.0.113.1'))).toBe(20);
    expect(await traffic.command(null, '203.0.113.1')).toBeNull();
  });
});

describe('sockets', () => {
  it('are refused past the most of an address, with a time to come back', () => {
    const traffic = createTraffic({ ...none, addressSocketsMax: 1 });
    expect(traffic.socketRefusal('2001:db8::1')).toBeNull();
    const close = traffic.openSocket('2001:db8::1');
    expect(traffic.socketRefusal('2001:db8::2')).toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: expect.any(Number) },
    });
    close();
    expect(traffic.socketRefusal('2001:db8::2')).toBeNull();
  });
});

describe('no limits', () => {
  it('refuse nothing', async () => {
    const traffic = createTraffic(none);
    expect(await passed(1_000, () => traffic.command('ann', '203.0.113.1'))).toBe(1_000);
    expect(await passed(1_000, () => traffic.read('203.0.113.1'))).toBe(1_000);
  });
});
