import type {
  Ack,
  ClientEvents,
  HeadsEvent,
  HoldAck,
  HoldEvent,
  MoveEvent,
  OrderAck,
  SeatsEvent,
  ServerEvents,
  WatchAck,
} from '@onsale/contracts';
import { io, type Socket } from 'socket.io-client';
import { errorFromWire, isRecord, OnsaleError } from './errors.ts';
import { traceParentOf } from './trace-parent.ts';

type Ask<E extends keyof ClientEvents> = Parameters<ClientEvents[E]>[0];

/** What a link passes on. After `closed` nothing more comes. */
export interface LinkHandlers {
  readonly seats: (event: SeatsEvent) => void;
  readonly heads: (event: HeadsEvent) => void;
  readonly hold: (event: HoldEvent) => void;
  readonly move: (event: MoveEvent) => void;
  readonly closed: () => void;
}

/**
 * One open connection to one realtime process. Each question rejects with an `OnsaleError` UNKNOWN when no answer
 * comes in time or the connection breaks first.
 */
export interface Link {
  watch(request: Ask<'watch'>, timeoutMs: number): Promise<WatchAck>;
  unwatch(request: Ask<'unwatch'>, timeoutMs: number): Promise<Ack<object>>;
  hold(request: Ask<'hold'>, timeoutMs: number): Promise<HoldAck>;
  release(request: Ask<'release'>, timeoutMs: number): Promise<HoldAck>;
  pay(request: Ask<'pay'>, timeoutMs: number): Promise<OrderAck>;
  close(): void;
}

/** Opens a link with a one-use ticket. Rejects with an `OnsaleError` when that fails or takes too long. */
export type OpenLink = (
  address: { readonly url: string; readonly ticket: string },
  handlers: LinkHandlers,
  timeoutMs: number,
) => Promise<Link>;

/** Where socket.io connects for an endpoint's url: `''` and `/` mean `ownOrigin`. */
export function socketAddress(url: string, ownOrigin: string): { origin: string; path: string } {
  const absolute = new URL(url === '' ? '/' : url, ownOrigin);
  const folder = absolute.pathname.replace(/\/+$/, '');
  return { origin: `${absolute.protocol}//${absolute.host}`, path: `${folder}/socket.io` };
}

/** Links over Socket.IO: WebSocket only, and no reconnection of its own, since every ticket opens one socket. */
export function socketLinks(ownOrigin: string): OpenLink {
  return (address, handlers, timeoutMs) => {
    const { origin, path } = socketAddress(address.url, ownOrigin);
    const socket: Socket<ServerEvents, ClientEvents> = io(origin, {
      path,
      transports: ['websocket'],
      auth: { ticket: address.ticket },
      reconnection: false,
      forceNew: true,
      timeout: timeoutMs,
    });
    socket.on('seats', handlers.seats);
    socket.on('heads', handlers.heads);
    socket.on('hold', handlers.hold);
    socket.on('move', handlers.move);
    return opened(socket, handlers, timeoutMs);
  };
}

function opened(
  socket: Socket<ServerEvents, ClientEvents>,
  handlers: LinkHandlers,
  timeoutMs: number,
): Promise<Link> {
  return new Promise((resolve, reject) => {
    // socket.io bounds the transport's handshake only, not the wait for the namespace's answer.
    const timer = setTimeout(() => fail(new OnsaleError('UNAVAILABLE')), timeoutMs);
    const fail = (error: OnsaleError): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.disconnect();
      reject(error);
    };
    socket.on('connect_error', (error) => fail(connectError(error)));
    socket.on('disconnect', () => {
      clearTimeout(timer);
      socket.removeAllListeners();
      handlers.closed();
    });
    socket.on('connect', () => {
      clearTimeout(timer);
      resolve(linkOf(socket));
    });
  });
}

function linkOf(socket: Socket<ServerEvents, ClientEvents>): Link {
  // Emitting on a socket that is gone would queue the packet for ever instead of failing.
  const ask = async <A>(emit: () => Promise<A>): Promise<A> => {
    if (!socket.connected) throw new OnsaleError('UNKNOWN');
    try {
      return await emit();
    } catch {
      throw new OnsaleError('UNKNOWN');
    }
  };
  // An older process refuses a field that it does not know.
  let takesTraces = false;
  const traced = <R extends object>(request: R, hold: string): R => {
    const trace = takesTraces ? traceParentOf(hold) : null;
    return trace === null ? request : { ...request, trace };
  };
  return {
    async watch(request, timeoutMs) {
      const answer = await ask(() => socket.timeout(timeoutMs).emitWithAck('watch', request));
      if (answer.ok) takesTraces = answer.traces === true;
      return answer;
    },
    unwatch: (request, timeoutMs) => ask(() => socket.timeout(timeoutMs).emitWithAck('unwatch', request)),
    hold: (request, timeoutMs) =>
      ask(() => socket.timeout(timeoutMs).emitWithAck('hold', traced(request, request.id))),
    release: (request, timeoutMs) =>
      ask(() => socket.timeout(timeoutMs).emitWithAck('release', traced(request, request.hold))),
    pay: (request, timeoutMs) =>
      ask(() => socket.timeout(timeoutMs).emitWithAck('pay', traced(request, request.hold))),
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}

/** A refusal by the server names its code in the error's data; anything else is the network. */
function connectError(error: Error): OnsaleError {
  const data = 'data' in error ? error.data : undefined;
  const refusal = errorFromWire(data) ?? (isRecord(data) ? errorFromWire(data.error) : null);
  return refusal ?? new OnsaleError('UNAVAILABLE', { message: error.message });
}
