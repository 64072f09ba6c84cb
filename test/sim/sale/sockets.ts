import type { ServerEvents } from '@onsale/contracts';
import type { BuyerId, HoldId } from '@onsale/domain';
import type { Tell } from '../../../services/realtime/src/frame-writer.ts';

type Payloads = { [E in keyof ServerEvents]: Parameters<ServerEvents[E]>[0] };

/** What a process sends to one of its sockets. */
export type Packet = {
  [E in keyof Payloads]: { readonly event: E; readonly payload: Payloads[E] };
}[keyof Payloads];

/** A process's end of one connection: what the realtime service's parts use of a Socket.IO socket. */
export class SimSocket {
  readonly id: string;
  readonly data: { readonly buyer: BuyerId; readonly asking: ReadonlySet<HoldId> };
  connected = true;
  readonly #sockets: SimSockets;
  readonly #send: (packet: Packet) => void;
  readonly #ends: (() => void)[] = [];

  constructor(id: string, buyer: BuyerId, sockets: SimSockets, send: (packet: Packet) => void) {
    this.id = id;
    this.data = { buyer, asking: new Set() };
    this.#sockets = sockets;
    this.#send = send;
  }

  join(room: string): void {
    const { rooms } = this.#sockets.sockets.adapter;
    rooms.set(room, (rooms.get(room) ?? new Set()).add(this.id));
  }

  leave(room: string): void {
    this.#sockets.sockets.adapter.rooms.get(room)?.delete(this.id);
  }

  once(_event: 'disconnect', listener: () => void): void {
    this.#ends.push(listener);
  }

  emit<E extends keyof Payloads>(event: E, payload: Payloads[E]): void {
    this.#send({ event, payload } as Packet);
  }

  /** The connection is gone. */
  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.#sockets.remove(this);
    for (const end of this.#ends) end();
  }
}

/** A process's sockets and their rooms: what the realtime service's parts use of a Socket.IO server. */
export class SimSockets {
  readonly sockets = {
    adapter: { rooms: new Map<string, Set<string>>() },
    sockets: new Map<string, SimSocket>(),
  };

  /** Sends frames of seats to the sockets in their rooms. */
  readonly tell: Tell = (frames) => {
    let deliveries = 0;
    for (const { room, payload } of frames)
      for (const id of this.sockets.adapter.rooms.get(room) ?? []) {
        this.sockets.sockets.get(id)?.emit('seats', payload);
        deliveries++;
      }
    return deliveries;
  };

  add(socket: SimSocket): void {
    this.sockets.sockets.set(socket.id, socket);
  }

  remove(socket: SimSocket): void {
    this.sockets.sockets.delete(socket.id);
    for (const [room, ids] of this.sockets.adapter.rooms) {
      ids.delete(socket.id);
      if (ids.size === 0) this.sockets.adapter.rooms.delete(room);
    }
  }

  to(room: string) {
    return {
      emit: <E extends keyof Payloads>(event: E, payload: Payloads[E]): void => {
        for (const id of this.sockets.adapter.rooms.get(room) ?? [])
          this.sockets.sockets.get(id)?.emit(event, payload);
      },
    };
  }
}
