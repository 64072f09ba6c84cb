import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInProcessHub, createSaleRoom } from '@onsale/booking';
import { readStoredLayout } from '@onsale/contracts';
import { MemoryStore, testShowImport } from '@onsale/domain/testing';
import { createTokens, parseKeyring, parseOrigins, type Tokens } from '@onsale/identity';
import { createTraffic, type TrafficLimits } from '@onsale/limits';
import { createLogger, createRegistry } from '@onsale/runtime';
import { createRealtime } from '../realtime.ts';

export interface BenchOptions {
  readonly trafficLimits?: Partial<TrafficLimits>;
  readonly trustedProxyHops?: number;
  readonly connectMsMax?: number;
}

/** The realtime service over a store in memory, on a free port. */
export interface Bench {
  readonly url: string;
  readonly store: MemoryStore;
  readonly tokens: Tokens;
  /** The codes refused so far, as the metrics count them. */
  readonly refused: readonly string[];
  /** From here on no socket is let in. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const noTrafficLimits = { buyerCommandsPerSecond: 0, addressCommandsPerSecond: 0, addressSocketsMax: 0 };

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const { trafficLimits, ...others } = options;
  const store = new MemoryStore(Date.now);
  store.importNow(testShowImport());
  const refused: string[] = [];
  const room = createSaleRoom({
    store,
    bus: createInProcessHub().connect(),
    planOf: (text) => readStoredLayout(text).plan,
    onError: (message, error) => {
      throw new Error(message, { cause: error });
    },
    upkeep: false,
  });
  const keyring = parseKeyring(`key:${Buffer.alloc(32, 7).toString('base64url')}`);
  const tokens = createTokens({ keyring, nowMs: Date.now });
  const server = createServer();
  const realtime = createRealtime(server, {
    trustedProxyHops: 0,
    ...others,
    room,
    tokens,
    origins: parseOrigins(''),
    traffic: createTraffic({ ...noTrafficLimits, ...trafficLimits }),
    defaultShow: 'test-show',
    logger: createLogger('realtime', 'silent'),
    registry: createRegistry('realtime'),
    onRefused: (code) => void refused.push(code),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    tokens,
    refused,
    drain: () => realtime.drain(0),
    async stop() {
      await realtime.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      await room.close();
    },
  };
}
