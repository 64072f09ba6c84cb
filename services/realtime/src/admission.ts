import type { IncomingMessage } from 'node:http';
import { errorOf, socketAuth } from '@onsale/contracts';
import { type Refusal, StoreUnavailable } from '@onsale/domain';
import type { RealtimeDependencies } from './dependencies.ts';
import { roomOf, type SaleServer, type SaleSocket } from './socket-types.ts';

/** Whether the upgrade comes from a page that may act; the browser's own cross-origin rules do not cover it. */
export function isAllowedUpgrade(
  { origins }: Pick<RealtimeDependencies, 'origins'>,
  request: IncomingMessage,
): boolean {
  return origins.isAllowed(request.headers.origin, request.headers.host);
}

/** An error that Socket.IO passes on to the client that could not connect. */
function connectError(refusal: Refusal): Error & { data: object } {
  const error = errorOf(refusal);
  return Object.assign(new Error(error.code), { data: { error } });
}

/** Lets a socket in for a ticket that is genuine, young and not used before, on any process [I2]. */
export function admitByTicket(io: SaleServer, dependencies: RealtimeDependencies): void {
  const { tokens, room, onRefused } = dependencies;
  const refuse = (refusal: Refusal, next: (error: Error) => void) => {
    onRefused(refusal.code);
    next(connectError(refusal));
  };
  io.use((socket, next) => {
    admit(socket).then(
      (refusal) => (refusal === null ? next() : refuse(refusal, next)),
      (error: unknown) =>
        refuse({ code: error instanceof StoreUnavailable ? 'UNAVAILABLE' : 'INTERNAL' }, next),
    );
  });

  async function admit(socket: SaleSocket): Promise<Refusal | null> {
    const auth = socketAuth.safeParse(socket.handshake.auth);
    const ticket = auth.success ? await tokens.readTicket(auth.data.ticket) : null;
    if (!auth.success || ticket === null) return { code: 'BAD_TICKET' };
    if (!(await room.store.claimTicket(ticket.id, ticket.expiresAtMs))) return { code: 'BAD_TICKET' };
    socket.data.buyer = ticket.buyer;
    socket.data.packetBytes = 0;
    socket.data.pending = 0;
    await socket.join(roomOf.buyer(ticket.buyer));
    if (auth.data.textbook) await socket.join(roomOf.textbook);
    return null;
  }
}
