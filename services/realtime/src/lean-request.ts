import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SaleServer, SaleSocket } from './socket-types.ts';

/** What somebody reads of the headers of an upgrade: the WebSocket handshake and the judgement on who comes. */
const headersRead = [
  'host',
  'origin',
  'upgrade',
  'connection',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
  'sec-fetch-site',
  'x-forwarded-for',
] as const;

type LeanRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'socket' | 'connection'> & {
  _query?: object;
};
type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const nothing = Object.freeze({});

/**
 * Has connections keep little of the request that opened them. Engine.IO and its answer object refer to it for as long as
 * the connection lives, and a browser's request with its cookies weighs several kilobytes.
 */
export function keepRequestsLean({ engine }: SaleServer): void {
  const handleUpgrade: HandleUpgrade = engine.handleUpgrade.bind(engine);
  engine.handleUpgrade = ((request, socket, head) =>
    handleUpgrade(leanOf(request) as IncomingMessage, socket, head)) satisfies HandleUpgrade;
}

function leanOf({ method, url, headers, socket }: IncomingMessage): LeanRequest {
  const kept = headersRead.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return { method, url, headers: Object.fromEntries(kept), socket, connection: socket };
}

/** Lets go of what only the admission of a socket needed; its client's address is looked at again when it rejoins. */
export function forgetRequest(socket: SaleSocket): void {
  const request = socket.request as LeanRequest;
  const { 'x-forwarded-for': forwardedFor } = request.headers;
  request.headers = forwardedFor === undefined ? nothing : { 'x-forwarded-for': forwardedFor };
  request.url = '';
  request._query = nothing;
  Object.assign(socket, { handshake: nothing });
}
