import { type LoadChannel, type LoadReport, readLoadReport } from '@onsale/node-address/loads';
import { Redis, type RedisOptions } from 'ioredis';

export interface RedisLoadsOptions {
  /** `redis://host:port/db` or `rediss://…`. */
  readonly url: string;
  /** Separates sales that share one Redis. @default 'onsale' */
  readonly name?: string;
  /** Hears of messages that are no reports, once a minute at most. That Redis is away is for the bus to say. */
  readonly onError: (message: string) => void;
}

/** Reports that may wait for Redis to take them: a Redis that stands still keeps its connections. */
const waitingMax = 64;
/** How long Redis may owe an answer before the connection is given up for another. */
const answerMsMax = 3_000;
/** How often a connection that only listens is asked whether it is still one. */
const askEveryMs = 2_000;
const complainEveryMs = 60_000;

const connection = {
  socketTimeout: answerMsMax,
  maxRetriesPerRequest: null,
  retryStrategy: (attempt) => Math.min(attempt * 100, 2_000) * (0.5 + Math.random() / 2),
} satisfies RedisOptions;

/**
 * Load reports over Redis publish/subscribe. Redis keeps nothing of them, so that there is nothing to expire, to
 * clear up or to lose in a restart; a listener forgets by its own clock. Each direction has a connection of its
 * own, opened when it is first used: neither waits for the bus, nor the bus for them.
 */
export function createRedisLoads(options: RedisLoadsOptions): LoadChannel {
  const channel = `${options.name ?? 'onsale'}:loads`;
  let teller: Redis | null = null;
  let hearer: { close(): void } | null = null;
  let isOpen = true;

  return {
    tell(report) {
      if (!isOpen) return;
      teller ??= openTeller(options.url);
      if (teller.status !== 'ready' || teller.commandQueue.length >= waitingMax) return;
      teller.publish(channel, JSON.stringify(report)).catch(() => {});
    },
    subscribe(listener) {
      if (!isOpen) return;
      hearer?.close();
      hearer = openHearer(options, channel, listener);
    },
    async close() {
      isOpen = false;
      teller?.disconnect();
      hearer?.close();
    },
  };
}

function openTeller(url: string): Redis {
  // A report that was not taken is not sent again: by then there is a newer one.
  const client = new Redis(url, { ...connection, autoResendUnfulfilledCommands: false });
  client.on('error', () => {});
  return client;
}

function openHearer(
  { url, onError }: RedisLoadsOptions,
  channel: string,
  listener: (report: LoadReport) => void,
): { close(): void } {
  const client = new Redis(url, connection);
  let complainedMs = Number.NEGATIVE_INFINITY;
  client.on('error', () => {});
  client.on('message', (_, text) => {
    const report = readLoadReport(text);
    if (report !== null) listener(report);
    else if (performance.now() - complainedMs >= complainEveryMs) {
      complainedMs = performance.now();
      onError('a message on the channel of loads is no load report');
    }
  });
  // It waits for the connection, and the client subscribes again by itself after each new one.
  client.subscribe(channel).catch(() => {});
  const timer = setInterval(() => {
    // A connection that was cut without a word would be listened to for ever.
    if (client.status === 'ready' && client.commandQueue.length === 0) client.ping().catch(() => {});
  }, askEveryMs);
  timer.unref();
  return {
    close() {
      clearInterval(timer);
      client.removeAllListeners('message');
      client.disconnect();
    },
  };
}
