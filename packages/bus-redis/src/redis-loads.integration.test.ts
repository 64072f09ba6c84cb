import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import type { LoadChannel, LoadReport } from '@onsale/node-address/loads';
import { describeLoadChannelContract } from '@onsale/node-address/testing';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { type PrivateServer, startPrivateRedis } from '../../../test/servers/index.ts';
import { createRedisLoads } from './index.ts';

const silent = (): void => {};

describeLoadChannelContract('Redis', async () => {
  const name = `onsale-test-${randomUUID()}`;
  const open = () => createRedisLoads({ url: inject('redisUrl'), name, onError: silent });
  const [a, b, c] = [open(), open(), open()] as const;
  return { a, b, c, close: async () => void (await Promise.all([a, b, c].map((end) => end.close()))) };
});

const report: LoadReport = { pod: 'realtime-1', connections: 7, isDraining: false };
const open: LoadChannel[] = [];
const servers: PrivateServer[] = [];
const relays: Relay[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((channel) => channel.close()));
  for (const relay of relays.splice(0)) relay.close();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function connect(url: string, name: string, onError: (message: string) => void = silent): LoadChannel {
  const channel = createRedisLoads({ url, name, onError });
  open.push(channel);
  return channel;
}

interface Relay {
  readonly url: string;
  /** Connections that were ever opened. */
  connections(): number;
  /** From here on bytes vanish, on every connection that there is and comes. */
  swallow(): void;
  /** Connections that come from here on are carried again; those before stay as they are. */
  carry(): void;
  close(): void;
}

async function openRelay(port: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let count = 0;
  let isSwallowing = false;
  const relay = createServer((near) => {
    count++;
    sockets.add(near.on('error', silent));
    if (isSwallowing) return;
    const far = createConnection(port, '127.0.0.1').on('error', silent);
    sockets.add(far);
    near.pipe(far).pipe(near);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    url: `redis://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    connections: () => count,
    swallow() {
      isSwallowing = true;
      for (const socket of sockets) socket.unpipe().resume();
    },
    carry() {
      isSwallowing = false;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      relay.close();
    },
  };
}

/** Tells until it is heard, as a process does each second. */
async function untilHeard(teller: LoadChannel, heard: () => number): Promise<void> {
  const before = heard();
  const tried = () => {
    teller.tell(report);
    expect(heard()).toBeGreaterThan(before);
  };
  await vi.waitFor(tried, { timeout: 15_000, interval: 20 });
}

describe('load reports and a Redis at fault', () => {
  it('go on after Redis was killed and started again', async () => {
    const server = await startPrivateRedis();
    servers.push(server);
    const name = `onsale-test-${randomUUID()}`;
    const [teller, hearer] = [connect(server.url, name), connect(server.url, name)];
    const heard = vi.fn();
    hearer.subscribe(heard);
    await untilHeard(teller, () => heard.mock.calls.length);
    await server.kill('SIGKILL');
    teller.tell(report);
    await server.start();
    await untilHeard(teller, () => heard.mock.calls.length);
  });

  it('go on over other connections when those they have are cut without a word', async () => {
    const relay = await openRelay(Number(new URL(inject('redisUrl')).port));
    relays.push(relay);
    const name = `onsale-test-${randomUUID()}`;
    const [teller, hearer] = [connect(relay.url, name), connect(relay.url, name)];
    const heard = vi.fn();
    hearer.subscribe(heard);
    await untilHeard(teller, () => heard.mock.calls.length);
    const connectionsBefore = relay.connections();
    relay.swallow();
    for (let times = 0; times < 1_000; times++) teller.tell(report);
    await vi.waitFor(() => expect(relay.connections()).toBeGreaterThanOrEqual(connectionsBefore + 2), 20_000);
    relay.carry();
    const heardAtRest = heard.mock.calls.length;
    await untilHeard(teller, () => heard.mock.calls.length);
    // Nothing like the thousand that were told meanwhile arrives late.
    expect(heard.mock.calls.length - heardAtRest).toBeLessThan(200);
  });

  it('take no harm from a Redis that is not there', async () => {
    const channel = connect('redis://127.0.0.1:1', 'nowhere');
    const heard = vi.fn();
    channel.subscribe(heard);
    for (let times = 0; times < 10_000; times++) channel.tell(report);
    await channel.close();
    expect(heard).not.toHaveBeenCalled();
  });

  it('are told apart from what is none, which is complained of once', async () => {
    const url = inject('redisUrl');
    const name = `onsale-test-${randomUUID()}`;
    const onError = vi.fn();
    const heard = vi.fn();
    const hearer = connect(url, name, onError);
    hearer.subscribe(heard);
    const teller = connect(url, name);
    await untilHeard(teller, () => heard.mock.calls.length);
    const raw = new Redis(url);
    for (const text of ['not even a message', '{"pod":7}', '[]']) await raw.publish(`${name}:loads`, text);
    await raw.publish(`${name}:loads`, JSON.stringify({ ...report, pod: 'last' }));
    await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith({ ...report, pod: 'last' }));
    expect(onError).toHaveBeenCalledTimes(1);
    expect(new Set(heard.mock.calls.map(([{ pod }]) => pod))).toEqual(new Set(['realtime-1', 'last']));
    raw.disconnect();
  });
});
