import type { Bus, LogEntry } from '@onsale/domain';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { isEntryList } from './entry-check.ts';

export interface RedisBusOptions {
  /** `redis://host:port/db` or `rediss://…`. */
  readonly url: string;
  /** Separates sales that share one Redis. @default 'onsale' */
  readonly name?: string;
  /** Hears of connection errors and of messages that were dropped for their form. */
  readonly onError: (message: string, error?: unknown) => void;
}

export interface RedisBus extends Bus {
  /** Resolves when messages can be sent and heard. */
  ready(): Promise<void>;
  isConnected(): boolean;
  /** Messages that were not sent because Redis was away; the log and the heads make up for them. */
  lost(): number;
}

const eventName = 'onsale:entries';

/** Messages that may wait for Redis to take them: a Redis that stands still keeps its connections. */
const waitingMax = 1_000;

/**
 * The bus on Socket.IO's adapter for Redis streams: a server without sockets whose server-side emits reach
 * the other processes. Nothing depends on a message arriving. While Redis is away nothing is queued for it:
 * an endless queue would only repeat late what the mirrors have read from the log by then.
 */
export function createRedisBus(options: RedisBusOptions): RedisBus {
  const name = options.name ?? 'onsale';
  const client = new Redis(options.url, {
    // The adapter reads replies in the form of RESP2, and waits for its own calls as long as it takes.
    replyMapping: 'legacy',
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000) * (0.5 + Math.random() / 2),
  });
  client.on('error', (error) => options.onError('Redis cannot be reached', error));
  silencePublish(client);
  const server = new Server({
    adapter: createAdapter(client, {
      streamName: `${name}:stream`,
      channelPrefix: name,
      onlyPlaintext: true,
    }),
  });
  // The default namespace makes its adapter, and with it the subscription, when it is first asked for.
  const namespace = server.of('/');
  let lost = 0;
  let listener: ((entries: readonly LogEntry[]) => void) | null = null;
  namespace.on(eventName, (entries: unknown) => {
    if (isEntryList(entries)) listener?.(entries);
    else options.onError('a message on the bus is not a list of log entries');
  });

  return {
    publish(entries) {
      if (client.status !== 'ready' || client.commandQueue.length >= waitingMax) {
        lost++;
        return;
      }
      namespace.serverSideEmit(eventName, entries);
    },
    subscribe(next) {
      listener = next;
    },
    async ready() {
      if (client.status !== 'ready') await new Promise((resolve) => client.once('ready', resolve));
      // The count includes this process once its own subscription is in place.
      while ((await namespace.adapter.serverCount()) < 1)
        await new Promise((resolve) => setTimeout(resolve, 10));
    },
    isConnected: () => client.status === 'ready',
    lost: () => lost,
    async close() {
      listener = null;
      await namespace.adapter.close();
      client.disconnect();
    },
  };
}

/** The adapter does not look at what becomes of a PUBLISH; one that fails must not end the process. */
function silencePublish(client: Redis): void {
  const publish = client.publish.bind(client);
  client.publish = ((...args: Parameters<typeof publish>) =>
    publish(...args).catch(() => 0)) as typeof client.publish;
}
