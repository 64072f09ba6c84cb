import type { IncomingMessage } from 'node:http';
import { errorOf, socketAuth } from '@onsale/contracts';
import { type Refusal, StoreUnavailable } from '@onsale/domain';
import { clientAddress } from '@onsale/identity';
import type { RealtimeDependencies } from './dependencies.ts';
import { forgetRequest } from './lean-request.ts';
import type { Openings } from './openings.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { roomOf, type SaleServer, type SaleSocket } from './socket-types.ts';

type UpgradeNeeds = Pick<
  RealtimeDependencies,
  'origins' | 'traffic' | 'trustedProxyHops' | 'logger' | 'onRefused'
>;
type Decide = (error: null, isAllowed: boolean) => void;

/** Until another process has taken over, or this one is ready again. */
const drainRetryAfterMs = 1_000;
/** Until some of those who wait for their connection have it. */
const crowdRetryAfterMs = 2_000;

/**
 * Lets an upgrade through that comes from a page that may act, as the browser's own cross-origin rules do not cover
 * it, and from an address within its limits. What is refused is answered here and never reaches Socket.IO, which
 * has no codes for it.
 */
export function createUpgradeGate(needs: UpgradeNeeds, openings: Openings, isDraining: () => boolean) {
  const { origins, traffic, logger, onRefused } = needs;

  async function refusalOf(request: IncomingMessage): Promise<Refusal | null> {
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    const fetchSite = typeof site === 'string' ? site : undefined;
    if (isDraining()) return { code: 'BUSY', details: { retryAfterMs: drainRetryAfterMs } };
    if (!origins.isAllowed({ origin, host, fetchSite })) return { code: 'FORBIDDEN_ORIGIN' };
    if (!(await openings.enter(request.socket)))
      return { code: 'BUSY', details: { retryAfterMs: crowdRetryAfterMs } };
    const address = addressOf(request, needs);
    // The sockets are counted last, so that nothing is awaited between this and the opening.
    return (await traffic.read(address)) ?? traffic.socketRefusal(address);
  }

  return async (request: IncomingMessage, decide: Decide): Promise<void> => {
    const refusal = await refusalOf(request).catch((error: unknown): Refusal => {
      logger.error({ err: error }, 'an upgrade could not be judged');
      return { code: 'INTERNAL' };
    });
    if (refusal === null) return decide(null, true);
    openings.leave(request.socket);
    onRefused(refusal.code);
    refuseUpgrade(request.socket, refusal);
  };
}

/** Counts the sockets of each address for as long as their connections last, whether they were given a ticket or not. */
export function countSockets(io: SaleServer, needs: UpgradeNeeds): void {
  io.engine.on('connection', ({ request }: { request: IncomingMessage }) => {
    const close = needs.traffic.openSocket(addressOf(request, needs));
    // Socket.IO lets go of a client at once, but a silent one keeps its connection for a while longer.
    if (request.socket.destroyed) close();
    else request.socket.on('close', close);
  });
}

function addressOf(request: IncomingMessage, { trustedProxyHops }: UpgradeNeeds): string {
  const forwardedFor = request.headers['x-forwarded-for'];
  const header = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
  return clientAddress(header, request.socket.remoteAddress, trustedProxyHops);
}

/** An error that Socket.IO passes on to the client that could not connect. */
export function connectError(refusal: Refusal): Error & { data: object } {
  const error = errorOf(refusal);
  return Object.assign(new Error(error.code), { data: { error } });
}

/** Lets a socket in for a ticket that is genuine, young and not used before, on any process [I2]. */
export function admitByTicket(io: SaleServer, dependencies: RealtimeDependencies, openings: Openings): void {
  const { tokens, room, traffic, onRefused } = dependencies;
  const refuse = (refusal: Refusal, next: (error: Error) => void) => {
    onRefused(refusal.code);
    next(connectError(refusal));
  };
  io.use((socket, next) => {
    const { socket: stream } = socket.request;
    admit(socket)
      .then(
        (refusal) => (refusal === null ? next() : refuse(refusal, next)),
        (error: unknown) =>
          refuse({ code: error instanceof StoreUnavailable ? 'UNAVAILABLE' : 'INTERNAL' }, next),
      )
      .finally(() => openings.leave(stream));
  });

  async function admit(socket: SaleSocket): Promise<Refusal | null> {
    const address = addressOf(socket.request, dependencies);
    // One connection may try as many tickets as it likes.
    const limited = await traffic.read(address);
    if (limited !== null) return limited;
    const auth = socketAuth.safeParse(socket.handshake.auth);
    const ticket = auth.success ? await tokens.readTicket(auth.data.ticket) : null;
    if (!auth.success || ticket === null) return { code: 'BAD_TICKET' };
    if (!(await room.store.claimTicket(ticket.id, ticket.expiresAtMs))) return { code: 'BAD_TICKET' };
    socket.data = {
      buyer: ticket.buyer,
      address,
      packetBytes: 0,
      asked: 0,
      pending: 0,
      asking: null,
      stream: socket.request.socket,
    };
    forgetRequest(socket);
    await socket.join(roomOf.buyer(ticket.buyer));
    if (auth.data.textbook) await socket.join(roomOf.textbook);
    return null;
  }
}
