import { EventEmitter } from 'node:events';

/** The rooms of a server without a network: tells, as Socket.IO's adapter does, when the last socket has left one. */
export class FakeRooms extends EventEmitter {
  readonly rooms = new Map<string, Set<string>>();

  join(id: string, room: string): void {
    this.rooms.set(room, (this.rooms.get(room) ?? new Set()).add(id));
  }

  leave(id: string, room: string): void {
    const ids = this.rooms.get(room);
    if (ids?.delete(id) !== true || ids.size > 0) return;
    this.rooms.delete(room);
    this.emit('delete-room', room);
  }

  leaveAll(id: string): void {
    for (const room of this.rooms.keys()) this.leave(id, room);
  }
}
