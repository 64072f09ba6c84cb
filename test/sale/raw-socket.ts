import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Heard } from './heard.ts';

/** Opcodes of WebSocket frames (RFC 6455, 5.2). */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  readonly opcode?: number;
  readonly isLast?: boolean;
  readonly isMasked?: boolean;
  /** Claims that the payload has this many bytes. */
  readonly claimedBytes?: number;
}

/**
 * A WebSocket connection to Socket.IO's address that sends exactly the bytes it is told to, broken ones too: for
 * what no library would send.
 */
export class RawSocket {
  /** The texts that came: packets of Engine.IO, each with the packet of Socket.IO in it. */
  readonly heard = new Heard<string>();
  /** Resolves when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  #unread: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('data', (chunk) => this.#read(chunk));
    // How a broken connection ends is for the server to choose; that it ends is told by `ended`.
    socket.on('error', () => {});
  }

  /** Opens the connection and, with a ticket, joins the sale; resolves when the server has answered. */
  static async open(url: string, ticket?: string): Promise<RawSocket> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\n` +
        `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    const rest = await readHead(socket);
    const raw = new RawSocket(socket);
    if (rest.length > 0) raw.#read(rest);
    await raw.heard.first((text) => text.startsWith('0'));
    if (ticket === undefined) return raw;
    raw.send(`40${JSON.stringify({ ticket })}`);
    await raw.heard.first((text) => text.startsWith('40'));
    return raw;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** Sends a frame; a whole, masked text frame unless told otherwise. */
  send(payload: string | Buffer, options: FrameOptions = {}): void {
    const body = Buffer.from(payload);
    const { opcode = opcodes.text, isLast = true, isMasked = true, claimedBytes = body.length } = options;
    const mask = isMasked ? randomBytes(4) : Buffer.alloc(0);
    const masked = isMasked ? body.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : body;
    this.sendBytes(
      Buffer.concat([
        Buffer.from([(isLast ? 0x80 : 0) | opcode]),
        lengthBytes(claimedBytes, isMasked),
        mask,
        masked,
      ]),
    );
  }

  sendBytes(bytes: Buffer): void {
    if (this.isOpen) this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Takes whole frames out of what came. The server's are not masked, and never in parts. */
  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    for (let frame = takeFrame(this.#unread); frame !== null; frame = takeFrame(this.#unread)) {
      this.#unread = this.#unread.subarray(frame.bytes);
      // Whoever is asked to close answers in kind and lets go.
      if (frame.opcode === opcodes.close) {
        this.send(frame.payload, { opcode: opcodes.close });
        this.#socket.end();
      }
      if (frame.opcode !== opcodes.text) continue;
      const text = frame.payload.toString();
      if (text === '2') this.send('3');
      else this.heard.add(text);
    }
  }
}

/** Reads the answer to the upgrade; what follows it is the first frame's beginning. */
async function readHead(socket: Socket): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) continue;
    const text = head.subarray(0, end).toString();
    if (!text.startsWith('HTTP/1.1 101 '))
      throw new Error(`the upgrade was refused: ${text.split('\r\n', 1)[0]}`);
    return head.subarray(end + 4);
  }
}

function lengthBytes(length: number, isMasked: boolean): Buffer {
  const mask = isMasked ? 0x80 : 0;
  if (length < 126) return Buffer.from([mask | length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9);
  bytes[0] = mask | (length < 65_536 ? 126 : 127);
  if (length < 65_536) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function takeFrame(bytes: Buffer): { opcode: number; payload: Buffer; bytes: number } | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const short = second & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return null;
  return { opcode: first & 0x0f, payload: bytes.subarray(start, start + length), bytes: start + length };
}
