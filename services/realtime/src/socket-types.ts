import type { ClientEvents, ServerEvents } from '@onsale/contracts';
import type { BuyerId, HoldId } from '@onsale/domain';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';

/** What a socket carries for as long as it lives. */
export interface SocketData {
  /** Who acts, as the ticket says [I1]. */
  buyer: BuyerId;
  /** Where the socket comes from. */
  address: string;
  /** The size of the packet that is being handled. */
  packetBytes: number;
  /** Commands that wait for their answer. */
  pending: number;
  /** Holds that its commands under way are about: their answers will say how these stand. */
  readonly asking: Set<HoldId>;
}

export type SaleServer = Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
export type SaleSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;

/** The rooms of Socket.IO that a socket may be in. Names cannot clash: ids have no slash. */
export const roomOf = {
  section: (show: string, section: string) => `section/${show}/${section}`,
  show: (show: string) => `show/${show}`,
  buyer: (buyer: BuyerId) => `buyer/${buyer}`,
  textbook: 'textbook',
} as const;
