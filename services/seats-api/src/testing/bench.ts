import { createInProcessHub, createSaleRoom, type SaleRoom, type Timers } from '@onsale/booking';
import { readStoredLayout } from '@onsale/contracts';
import type { PaymentProvider } from '@onsale/domain';
import { createIdMaker, createRandom, MemoryStore, testShowImport } from '@onsale/domain/testing';
import {
  createPasses,
  createTokens,
  type Passes,
  parseKeyring,
  parseOrigins,
  type Tokens,
} from '@onsale/identity';
import { createTraffic, type TrafficLimits } from '@onsale/limits';
import { createStaticSource, type EndpointSource } from '@onsale/node-address';
import { createLogger } from '@onsale/runtime';
import { createApp } from '../app.ts';
import type { SeatsApiDependencies } from '../dependencies.ts';
import { Visitor } from './visitor.ts';

export interface BenchOptions {
  /** URLs, or whatever gives endpoints. @default the page's own origin */
  readonly endpoints?: readonly string[] | EndpointSource;
  readonly origins?: string;
  readonly isSecure?: boolean;
  /** @default the sandbox within the process */
  readonly payments?: PaymentProvider;
  /** @default none */
  readonly trafficLimits?: Partial<TrafficLimits>;
  /** What observes the requests. @default nothing */
  readonly observers?: Partial<
    Pick<SeatsApiDependencies, 'logger' | 'meter' | 'tracing' | 'repeats' | 'traffic'>
  >;
}

/** The API over a store in memory, with a clock that only the test moves. */
export interface Bench {
  readonly app: ReturnType<typeof createApp>;
  readonly store: MemoryStore;
  readonly room: SaleRoom;
  readonly tokens: Tokens;
  readonly passes: Passes;
  /** The codes refused so far, as the metrics count them. */
  readonly refused: readonly string[];
  nowMs(): number;
  advance(ms: number): void;
  newId(): string;
  /** Somebody without a session. */
  stranger(): Visitor;
  /** Somebody who has opened a show before: a buyer. */
  buyer(): Promise<Visitor>;
}

const startMs = Date.UTC(2031, 4, 1, 12);
const noTrafficLimits = { buyerCommandsPerSecond: 0, addressCommandsPerSecond: 0, addressSocketsMax: 0 };
const secret = Buffer.alloc(32, 7).toString('base64url');

/**
 * Two shows on one layout of sections `section-1` and `section-2`, four seats each: `test-show` with a cap of
 * four, holds of five minutes, an extension of two, returns for an hour and seat 7 blocked; `other-show` as well, with every seat for sale
 * and neither extension nor returns.
 */
export function openBench(options: BenchOptions = {}): Bench {
  const { endpoints = ['/'] } = options;
  let nowMs = startMs;
  const store = new MemoryStore(() => nowMs);
  store.importNow(
    testShowImport({ blocked: [7], extensionMs: 120_000, returnsUntilMs: startMs + 3_600_000 }),
  );
  store.importNow(testShowImport({ id: 'other-show' }));
  const refused: string[] = [];
  const room = createSaleRoom({
    store,
    bus: createInProcessHub().connect(),
    planOf: (text) => readStoredLayout(text).plan,
    onError: (message, error) => {
      throw new Error(message, { cause: error });
    },
    timers: stillTimers(() => nowMs),
    upkeep: false,
    ...(options.payments === undefined ? {} : { payments: options.payments }),
  });
  room.clock.observe(nowMs);
  const keyring = parseKeyring(`key:${secret}`);
  const tokens = createTokens({ keyring, nowMs: () => nowMs });
  const passes = createPasses(keyring);
  const app = createApp({
    room,
    tokens,
    passes,
    origins: parseOrigins(options.origins ?? ''),
    traffic: createTraffic({ ...noTrafficLimits, ...options.trafficLimits }),
    trustedProxyHops: 1,
    endpoints: 'list' in endpoints ? endpoints : createStaticSource(endpoints),
    defaultShow: 'test-show',
    isSecure: options.isSecure ?? false,
    logger: createLogger('seats-api', 'silent'),
    ...options.observers,
    onRefused: (code) => void refused.push(code),
  });
  const stranger = () => new Visitor(app);
  return {
    app,
    store,
    room,
    tokens,
    passes,
    refused,
    nowMs: () => nowMs,
    advance(ms) {
      nowMs += ms;
    },
    newId: createIdMaker(createRandom(1), () => nowMs),
    stranger,
    async buyer() {
      const visitor = stranger();
      await visitor.get('/api/shows');
      return visitor;
    },
  };
}

/** Time stands still by itself, so nothing happens behind a test's back. */
function stillTimers(monotonicMs: () => number): Timers {
  return { monotonicMs, after: () => () => {}, soon: (work) => void setImmediate(work) };
}
