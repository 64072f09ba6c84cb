import type { SaleRoom } from '@onsale/booking';
import { holdEventOf } from '@onsale/contracts';
import type { LogEntry } from '@onsale/domain';
import { roomOf, type SaleServer } from './socket-types.ts';

/**
 * Tells buyers of their own holds, on whichever process their sockets are. Entries of mirrored sections come
 * in order and complete through the mirror; others as they are heard, where a lost one is made up for when
 * the page next reads its holds. Whoever waits for the answer to a command about the hold learns it from that.
 */
export function startNotices(io: SaleServer, room: SaleRoom): void {
  const tell = (entry: LogEntry) => {
    for (const notice of entry.notices) {
      const ids = io.sockets.adapter.rooms.get(roomOf.buyer(notice.buyer));
      if (ids === undefined) continue;
      const event = holdEventOf(entry.show, notice);
      for (const id of ids) {
        const socket = io.sockets.sockets.get(id);
        if (socket !== undefined && !socket.data.asking?.has(notice.hold)) socket.emit('hold', event);
      }
    }
  };
  room.onStep((step) => step.entries.forEach(tell));
  room.onEntries((entries) => {
    for (const entry of entries) if (room.mirrors.peek(entry.show, entry.section) === undefined) tell(entry);
  });
}
