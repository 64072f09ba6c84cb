import { randomUUID } from 'node:crypto';
import type { LogEntry } from '@onsale/domain';
import { describeBusContract } from '@onsale/domain/testing';
import { Redis } from 'ioredis';
import { describe, expect, inject, it, vi } from 'vitest';
import { createRedisBus } from './index.ts';

function silent(): void {}

describeBusContract('Redis', async () => {
  const name = `onsale-test-${randomUUID()}`;
  const a = createRedisBus({ url: inject('redisUrl'), name, onError: silent });
  const b = createRedisBus({ url: inject('redisUrl'), name, onError: silent });
  await Promise.all([a.ready(), b.ready()]);
  return { a, b, close: async () => void (await Promise.all([a.close(), b.close()])) };
});

describe('a hostile or broken Redis', () => {
  const entry: LogEntry = { show: 'demo', section: 0, version: 1, changes: [[1, 1, 5, 7]], notices: [] };

  it('drops messages that are no log entries, and says so', async () => {
    const name = `onsale-test-${randomUUID()}`;
    const onError = vi.fn();
    const bus = createRedisBus({ url: inject('redisUrl'), name, onError });
    const other = createRedisBus({ url: inject('redisUrl'), name, onError: silent });
    await Promise.all([bus.ready(), other.ready()]);
    const heard = vi.fn();
    bus.subscribe(heard);
    other.publish([{ ...entry, version: -1 }]);
    other.publish([{ ...entry, changes: [[1, 9, 5, 7]] as never }]);
    other.publish('everything is sold' as never);
    const raw = new Redis(inject('redisUrl'));
    await raw.publish(`${name}#/#`, 'not even a message');
    other.publish([entry]);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    expect(heard).toHaveBeenCalledWith([entry]);
    expect(onError).toHaveBeenCalledTimes(3);
    raw.disconnect();
    await Promise.all([bus.close(), other.close()]);
  });

  it('queues nothing while Redis is away', async () => {
    const onError = vi.fn();
    const bus = createRedisBus({ url: 'redis://127.0.0.1:1', onError });
    await vi.waitFor(() => expect(onError).toHaveBeenCalled());
    for (let times = 0; times < 1_000; times++) bus.publish([entry]);
    expect(bus.lost()).toBe(1_000);
    expect(bus.isConnected()).toBe(false);
    await bus.close();
  });

  it('is closed in peace before Redis was ever there', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    const bus = createRedisBus({ url: 'redis://127.0.0.1:1', onError: silent });
    await bus.close();
    // The adapter's copy of the client tells those who still wait for it when its socket is closed.
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });

  it('queues no more than a thousand messages while Redis stands still, and goes on after it', async () => {
    const url = inject('redisUrl');
    const name = `onsale-test-${randomUUID()}`;
    const bus = createRedisBus({ url, name, onError: silent });
    const other = createRedisBus({ url, name, onError: silent });
    await Promise.all([bus.ready(), other.ready()]);
    const versions: number[] = [];
    other.subscribe((entries) => versions.push(...entries.map(({ version }) => version)));
    const raw = new Redis(url);
    await raw.client('PAUSE', 500, 'ALL');
    for (let version = 1; version <= 1_500; version++) bus.publish([{ ...entry, version }]);
    const lost = bus.lost();
    expect(lost).toBeGreaterThanOrEqual(500);
    await vi.waitFor(() => expect(versions).toHaveLength(1_500 - lost), 10_000);
    bus.publish([{ ...entry, version: 1_501 }]);
    await vi.waitFor(() => expect(versions.at(-1)).toBe(1_501), 10_000);
    raw.disconnect();
    await Promise.all([bus.close(), other.close()]);
  });
});
