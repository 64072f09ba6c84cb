import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Why no app gives the answer, as the answer says it. */
export interface Broken {
  readonly status: 400 | 413 | 500;
  readonly code: 'BAD_REQUEST' | 'BODY_TOO_LARGE' | 'INTERNAL';
  readonly message: string;
  readonly faults: readonly string[];
}

export const defect: Broken = {
  status: 500,
  code: 'INTERNAL',
  message: 'Something went wrong on our side.',
  faults: [],
};

export function malformed(fault: string): Broken {
  return {
    status: 400,
    code: 'BAD_REQUEST',
    message: 'The request is malformed; details.faults says where.',
    faults: [fault],
  };
}

/** The error body, in the form and with the words that every refusal has. */
export function brokenBody({ code, message, faults }: Broken): string {
  const details = faults.length === 0 ? {} : { details: { faults } };
  return JSON.stringify({ error: { code, message, requestId: crypto.randomUUID(), ...details } });
}

/**
 * Answers what Node's parser cannot read, and ends the connection. While an earlier request of the connection
 * waits for its answer there is nothing to say: what is said would be taken for that answer.
 */
export function answerBrokenRequests(server: Server): void {
  const current = new WeakMap<Duplex, IncomingMessage>();
  server.on('request', (incoming, outgoing) => {
    const { socket } = incoming;
    current.set(socket, incoming);
    outgoing.once('close', () => {
      if (current.get(socket) === incoming) current.delete(socket);
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isForAnother = current.get(socket)?.complete === true;
    if (!socket.writable || isForAnother || error.code === 'ECONNRESET' || isOfHandshake(error)) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(brokenOf(error)));
  });
}

/** Who does not get as far as a secure connection cannot read an answer. */
function isOfHandshake({ code = '' }: NodeJS.ErrnoException): boolean {
  return code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS');
}

function brokenOf(error: NodeJS.ErrnoException & { reason?: string }): Broken {
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return {
      status: 413,
      code: 'BODY_TOO_LARGE',
      message: 'The request is larger than allowed.',
      faults: ['the headers are too large'],
    };
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return malformed('the request came too slowly');
  return malformed(error.reason ?? 'this is not HTTP');
}

function rawAnswer(broken: Broken): string {
  const body = brokenBody(broken);
  const head = [
    `HTTP/1.1 ${broken.status} ${STATUS_CODES[broken.status]}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
