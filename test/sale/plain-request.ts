import { request } from 'node:http';
import { connect } from 'node:net';
import { errorBody } from '@onsale/contracts';

type Headers = Readonly<Record<string, string>>;

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The refusal's code, or null when it is none. */
  readonly code: string | null;
}

/** Sends a request with these headers and no others; `fetch` would add and leave out some. */
export function send(
  url: string,
  method: string,
  headers: Headers = {},
  body?: string,
): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asked = request(url, { method, agent: false, headers: { ...length, ...headers } }, (response) => {
      response.toArray().then((chunks) => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          code: codeIn(text),
        });
      }, reject);
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/**
 * Asks for a socket and sends packets right behind the request, as somebody would who hopes that they are read
 * although he is not let in. Answers what came back until the server ended the connection.
 */
export async function pushPast(
  url: string,
  headers: Headers,
  packets: readonly string[],
): Promise<PlainAnswer> {
  const { hostname, port, host } = new URL(url);
  const asked = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(asked).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${lines.join('')}\r\n`);
  for (const packet of packets) socket.write(frameOf(packet));
  let text = '';
  try {
    for await (const chunk of socket) text += chunk;
  } catch {
    // A connection that the server has ended may be reset by what was still on its way to it.
  }
  const body = text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
  return { status: Number(text.slice(9, 12)), headers: {}, body, code: codeIn(body) };
}

/** A text frame (RFC 6455, 5.2) with a mask of zeros, which leaves the text as it is. */
function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([Buffer.from([0x81, 0xfe]), length, Buffer.alloc(4), body]);
}

function codeIn(text: string): string | null {
  try {
    const refusal = errorBody.safeParse(JSON.parse(text));
    return refusal.success ? refusal.data.error.code : null;
  } catch {
    return null;
  }
}
