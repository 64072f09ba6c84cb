import type { Socket as NetSocket } from 'node:net';
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
  /** Packets that came so far. */
  asked: number;
  /** Commands that wait for their answer. */
  pending: number;
  /** Holds that its commands under way are about: their answers will say how these stand. Most sockets never ask. */
  asking: Set<HoldId> | null;
  /** The network connection below. */
  readonly stream: NetSocket;
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

export const isSectionRoom = (room: string): boolean => room.startsWith('section/');
