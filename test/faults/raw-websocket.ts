import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface RawWebSocketHandlers {
  readonly text: (text: string) => void;
  readonly closed: () => void;
}

const opcode = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
/** Longer than any frame of the sale's maps; a longer one ends the connection. */
const frameBytesMax = 4 * 1024 * 1024;

/**
 * A WebSocket (RFC 6455) for text, without extensions, straight on a TCP socket: a tenth of the processor time of a
 * full one, which counts when thousands open within a second.
 */
export class RawWebSocket {
  readonly #socket: Socket;
  readonly #handlers: RawWebSocketHandlers;
  #buffer: Buffer = Buffer.alloc(0);
  #message = '';
  #isUpgraded = false;

  /** Opens the connection; `closed` is called when it ends, also when it was refused or never upgraded. */
  constructor(url: URL, handlers: RawWebSocketHandlers) {
    this.#handlers = handlers;
    this.#socket = connect({ port: Number(url.port), host: url.hostname, noDelay: true });
    this.#socket.write(upgradeRequest(url));
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.on('close', handlers.closed);
  }

  send(text: string): void {
    this.#write(opcode.text, Buffer.from(text));
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Frames from a client are masked. */
  #write(kind: number, payload: Buffer): void {
    if (!this.#socket.writable) return;
    const mask = randomBytes(4);
    const masked = payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0));
    this.#socket.write(Buffer.concat([lengthHead(0x80 | kind, 0x80, payload.length), mask, masked]));
  }

  #read(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    if (!this.#isUpgraded && !this.#readHead()) return;
    for (let frame = nextFrame(this.#buffer); frame !== null; frame = nextFrame(this.#buffer)) {
      if (frame.end > frameBytesMax) return this.close();
      if (frame.end > this.#buffer.length) return;
      const payload = this.#buffer.subarray(frame.start, frame.end);
      this.#buffer = this.#buffer.subarray(frame.end);
      this.#take(frame, payload);
    }
  }

  /** Whether the server's answer to the upgrade is complete; any other than yes ends the connection. */
  #readHead(): boolean {
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end === -1) return false;
    this.#isUpgraded = this.#buffer.toString('latin1', 0, 12) === 'HTTP/1.1 101';
    this.#buffer = this.#buffer.subarray(end + 4);
    if (!this.#isUpgraded) this.close();
    return this.#isUpgraded;
  }

  #take({ kind, isLast }: Frame, payload: Buffer): void {
    if (kind === opcode.close) this.close();
    else if (kind === opcode.ping) this.#write(opcode.pong, payload);
    else if (kind === opcode.text || kind === opcode.continuation) {
      this.#message += payload.toString('utf8');
      if (!isLast) return;
      const text = this.#message;
      this.#message = '';
      this.#handlers.text(text);
    }
  }
}

function upgradeRequest(url: URL): string {
  const head = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n`;
}

interface Frame {
  readonly kind: number;
  readonly isLast: boolean;
  /** Where its payload is in the buffer; it may end past the buffer's end. */
  readonly start: number;
  readonly end: number;
}

/** The frame at the start of the buffer, or null while its head is not complete. */
function nextFrame(buffer: Buffer): Frame | null {
  const [first, second] = buffer;
  if (first === undefined || second === undefined) return null;
  const short = second & 0x7f;
  const extra = short < 126 ? 0 : short === 126 ? 2 : 8;
  if (buffer.length < 2 + extra) return null;
  const length =
    extra === 0 ? short : extra === 2 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
  return { kind: first & 0x0f, isLast: (first & 0x80) !== 0, start: 2 + extra, end: 2 + extra + length };
}

function lengthHead(first: number, maskBit: number, length: number): Buffer {
  if (length < 126) return Buffer.from([first, maskBit | length]);
  const head = Buffer.alloc(4);
  head[0] = first;
  head[1] = maskBit | 126;
  head.writeUInt16BE(length, 2);
  return head;
}
