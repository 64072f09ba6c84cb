import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorOf, retryAfterSeconds, statusByCode } from '@onsale/contracts';
import type { Refusal } from '@onsale/domain';

/** Answers an upgrade as HTTP answers a request: status, code and, where it helps, when to come back. */
export function refuseUpgrade(socket: Socket, refusal: Refusal): void {
  const body = JSON.stringify({ error: { ...errorOf(refusal), requestId: crypto.randomUUID() } });
  const status = statusByCode[refusal.code];
  const retryAfter = retryAfterSeconds(refusal);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(retryAfter === null ? [] : [`retry-after: ${retryAfter}`]),
  ];
  // Whoever has gone already does not hear it.
  socket.on('error', () => socket.destroy());
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
