import { request } from 'node:http';
import { io, type Socket } from 'socket.io-client';

type Headers = Readonly<Record<string, string>>;

/** Opens a socket; rejects with what the server, or the network, said. */
export function connect(url: string, ticket: string, headers: Headers = {}): Promise<Socket> {
  const socket = io(url, {
    transports: ['websocket'],
    auth: { ticket },
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}

/** The HTTP answer to an upgrade: status 101 when it was let through. */
export interface UpgradeAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty when the upgrade was let through. */
  readonly body: string;
  /** Resolves when the server has ended the connection. */
  readonly ended: Promise<void>;
}

/** Asks for an upgrade, and nothing more. */
export function upgrade(url: string, headers: Headers = {}): Promise<UpgradeAnswer> {
  const asked = request(`${url}/socket.io/?EIO=4&transport=websocket`, {
    agent: false,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
      ...headers,
    },
  });
  return new Promise((resolve, reject) => {
    asked.once('error', reject);
    asked.once('upgrade', ({ headers: given }, socket) => {
      const ended = new Promise<void>((end) => socket.once('close', () => end()));
      // Whoever is told to close does: the first byte of a frame ends in its opcode, and 8 is close.
      socket.on('data', (chunk: Buffer) => {
        if (((chunk[0] ?? 0) & 0x0f) === 8) socket.destroy();
      });
      resolve({ status: 101, headers: given as Headers, body: '', ended });
    });
    asked.once('response', (response) => {
      const ended = new Promise<void>((end) => response.socket.once('close', () => end()));
      response.toArray().then((chunks) => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Headers, body, ended });
      }, reject);
    });
    asked.end();
  });
}
