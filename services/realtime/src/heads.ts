import type { SaleRoom } from '@onsale/booking';
import type { Sale } from '@onsale/domain';
import type { Broadcaster } from './broadcaster.ts';
import type { RoomFrame } from './frame-writer.ts';
import { roomOf, type SaleServer } from './socket-types.ts';
import type { Watching } from './watching.ts';

/** Every so many beats all heads are told, not only those that moved lately. */
const fullEvery = 10;
/** A head that moved is told in this many beats. */
const toldTimes = 3;

/** Mirrors are compared with the database every second, and mended in another: after so long they may be old. */
const surelyNewMs = 3_000;

/** How heads are told: with the frames of the next tick, which they then never run ahead of. */
type TellToo = Broadcaster['tellToo'];

/**
 * Tells each show's watchers the newest versions, so that a client that is behind notices, and one that
 * hears nothing knows that its connection is gone. A beat names the sections that moved lately; every tenth
 * names all. A process that the database does not answer says so: its watchers keep their connections, of which
 * others would be no better while the database is away, and know that the map may be old.
 */
export function startHeads(
  tellToo: TellToo,
  io: SaleServer,
  room: SaleRoom,
  watching: Watching,
  everyMs: number,
): { stop(): void } {
  const told = new WeakMap<Sale, Map<number, { version: number; times: number }>>();
  let beat = 0;

  function headsOf(sale: Sale, isFull: boolean): Record<string, number> {
    const known = told.get(sale) ?? new Map<number, { version: number; times: number }>();
    told.set(sale, known);
    const heads: Record<string, number> = {};
    for (const [index, section] of sale.plan.sections.entries()) {
      const version = room.mirrors.peek(sale.show.id, index)?.version;
      if (version === undefined) continue;
      const before = known.get(index);
      const times = before?.version === version ? before.times + 1 : 1;
      known.set(index, { version, times });
      if (isFull || times <= toldTimes) heads[section.id] = version;
    }
    return heads;
  }

  function framesOf(isFull: boolean): RoomFrame[] {
    const serverTime = room.clock.estimateMs() ?? Date.now();
    const sockets = io.sockets.sockets.size;
    const { headsAgeMs, behindMs } = room.mirrors.lag();
    const ageMs = Math.round(Math.max(headsAgeMs, behindMs));
    const age = ageMs > surelyNewMs ? { ageMs } : {};
    return [...watching.shows()].map((sale) => {
      const show = sale.show.id;
      const payload = { show, heads: headsOf(sale, isFull), serverTime, sockets, ...age };
      return { room: roomOf.show(show), event: 'heads', payload };
    });
  }

  const timer = setInterval(() => {
    const isFull = beat++ % fullEvery === 0;
    tellToo(() => framesOf(isFull));
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
