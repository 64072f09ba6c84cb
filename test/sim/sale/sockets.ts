import type { ServerEvents } from '@onsale/contracts';
import type { BuyerId, HoldId } from '@onsale/domain';
import type { Tell } from '../../../services/realtime/src/frame-writer.ts';
import { FakeRooms } from '../../../services/realtime/src/testing/fake-rooms.ts';

type Payloads = { [E in keyof ServerEvents]: Parameters<ServerEvents[E]>[0] };

/** What a process sends to one of its sockets. */
export type Packet = {
  [E in keyof Payloads]: { readonly event: E; readonly payload: Payloads[E] };
}[keyof Payloads];

/** A process's end of one connection: what the realtime service's parts use of a Socket.IO socket. */
export class SimSocket {
  readonly id: string;
  readonly data: { readonly buyer: BuyerId; readonly asking: ReadonlySet<HoldId> };
  readonly rooms = new Set<string>();
  connected = true;
  readonly #sockets: SimSockets;
  readonly #send: (packet: Packet) => void;

  constructor(id: string, buyer: BuyerId, sockets: SimSockets, send: (packet: Packet) => void) {
    this.id = id;
    this.data = { buyer, asking: new Set() };
    this.#sockets = sockets;
    this.#send = send;
  }

  join(room: string): void {
    this.rooms.add(room);
    this.#sockets.sockets.adapter.join(this.id, room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
    this.#sockets.sockets.adapter.leave(this.id, room);
  }

  emit<E extends keyof Payloads>(event: E, payload: Payloads[E]): void {
    this.#send({ event, payload } as Packet);
  }

  /** The connection is gone. */
  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.rooms.clear();
    this.#sockets.remove(this);
  }
}

/** A process's sockets and their rooms: what the realtime service's parts use of a Socket.IO server. */
export class SimSockets {
  readonly sockets = {
    adapter: new FakeRooms(),
    sockets: new Map<string, SimSocket>(),
  };

  /** Sends frames of seats to the sockets in their rooms. */
  readonly tell: Tell = (frames) => {
    let deliveries = 0;
    for (const { room, event, payload } of frames)
      for (const id of this.sockets.adapter.rooms.get(room) ?? []) {
        this.sockets.sockets.get(id)?.emit(event, payload);
        deliveries++;
      }
    return deliveries;
  };

  add(socket: SimSocket): void {
    this.sockets.sockets.set(socket.id, socket);
  }

  remove(socket: SimSocket): void {
    this.sockets.sockets.delete(socket.id);
    this.sockets.adapter.leaveAll(socket.id);
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
