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
  silenceAdapterCalls(client);
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
  namespace.on(eventName, (text: unknown) => {
    const entries = entriesIn(text);
    if (entries === null) options.onError('a message on the bus is not a list of log entries');
    else listener?.(entries);
  });

  return {
    publish(entries) {
      if (client.status !== 'ready' || client.commandQueue.length >= waitingMax) {
        lost++;
        return;
      }
      // As text: the adapter reads back what its own process sent, and takes a text apart at once.
      namespace.serverSideEmit(eventName, JSON.stringify(entries));
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

function entriesIn(text: unknown): readonly LogEntry[] | null {
  try {
    const entries: unknown = typeof text === 'string' ? JSON.parse(text) : null;
    return isEntryList(entries) ? entries : null;
  } catch {
    return null;
  }
}

/**
 * The adapter does not look at what becomes of its PUBLISH, nor of the SUBSCRIBE on its own copy of the client; one that
 * fails, as all do that still wait when the bus is closed, must not end the process.
 */
function silenceAdapterCalls(client: Redis): void {
  const publish = client.publish.bind(client);
  client.publish = ((...args: Parameters<typeof publish>) =>
    publish(...args).catch(() => 0)) as typeof client.publish;
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (...args) => {
    const copy = duplicate(...args);
    const subscribe = copy.subscribe.bind(copy);
    copy.subscribe = ((...args: Parameters<typeof subscribe>) =>
      subscribe(...args).catch(() => 0)) as typeof copy.subscribe;
    return copy;
  };
}
