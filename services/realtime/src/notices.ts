import type { SaleRoom } from '@onsale/booking';
import { holdEventOf } from '@onsale/contracts';
import type { LogEntry } from '@onsale/domain';
import { roomOf, type SaleServer } from './socket-types.ts';

/**
 * Tells buyers of their own holds, on whichever process their sockets are. Entries of mirrored sections come
 * in order and complete through the mirror; others as they are heard, where a lost one is made up for when
 * the page next reads its holds.
 */
export function startNotices(io: SaleServer, room: SaleRoom): void {
  const tell = (entry: LogEntry) => {
    for (const notice of entry.notices) {
      const to = roomOf.buyer(notice.buyer);
      if (io.sockets.adapter.rooms.has(to)) io.to(to).emit('hold', holdEventOf(entry.show, notice));
    }
  };
  room.onStep((step) => step.entries.forEach(tell));
  room.onEntries((entries) => {
    for (const entry of entries) if (room.mirrors.peek(entry.show, entry.section) === undefined) tell(entry);
  });
}
