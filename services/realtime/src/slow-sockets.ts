import { Counter, type Registry } from '@onsale/runtime';
import type { SaleServer, SaleSocket } from './socket-types.ts';

/** Packets that may wait to be sent to one socket: more than a whole show's sections change in a tick. */
const waitingMax = 4_000;
/** Bytes that may wait likewise: several snapshots of a large show. */
const bytesWaitingMax = 4 * 1024 * 1024;
const checkEveryMs = 1_000;

/**
 * Ends the connections of those who read more slowly than they are told, so that what waits for them does not fill
 * the memory. They come back and read the snapshot.
 */
export function startEndingSlowSockets(
  io: SaleServer,
  registry: Registry,
  everyMs = checkEveryMs,
): { stop(): void } {
  const ended = new Counter({
    name: 'onsale_realtime_slow_total',
    help: 'Connections ended because their client read too slowly.',
    registers: [registry],
  });
  const timer = setInterval(() => {
    for (const { conn, data } of io.sockets.sockets.values()) {
      if (packetsWaiting(conn) <= waitingMax && data.stream.writableLength <= bytesWaitingMax) continue;
      ended.inc();
      // A farewell would wait behind all the rest, for as long as the client likes.
      data.stream.destroy();
    }
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}

/** Engine.IO offers no other way to ask than its own buffer. */
export function packetsWaiting(conn: SaleSocket['conn']): number {
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length;
}
