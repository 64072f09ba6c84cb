import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameReader, type FrameSink, textFrame } from './frame-reader.ts';
import { machineMs } from './machine-clock.ts';

/** Every socket of the process reads into this one: what is read is dealt with before the next read. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);
const openMsMax = 20_000;
const pongFrame = textFrame('3');
const zero = 0x30;
const two = 0x32;
const four = 0x34;

export interface LoadSocketPlan {
  /** `http://host:port` */
  readonly url: URL;
  /** The loopback address to come from: each gives 28,000 ports. */
  readonly localAddress: string;
  /** JSON that goes with the connect packet, or nothing. */
  readonly auth: string;
  /** How many bytes of each packet are looked at. */
  readonly prefixBytes: number;
}

export interface LoadSocketHandlers {
  /** A packet of Socket.IO: see {@link FrameSink.text}. */
  packet(buffer: Buffer, start: number, end: number, length: number, nowMs: number): void;
  /** The connection ended by itself. */
  closed(): void;
}

type State = 'upgrading' | 'handshaking' | 'open' | 'closed';

/**
 * A Socket.IO client (protocol 5 over Engine.IO 4, WebSocket and text only) for load: by hand on a TCP socket that
 * reads into a shared buffer, so that a delivery costs the client a fraction of what it costs the server.
 */
export class LoadSocket implements FrameSink {
  readonly #handlers: LoadSocketHandlers;
  readonly #auth: string;
  readonly #reader: FrameReader;
  readonly #socket: Socket;
  #state: State = 'upgrading';
  #head = '';
  #opened: () => void = () => {};
  #failed: (error: Error) => void = () => {};

  private constructor(plan: LoadSocketPlan, handlers: LoadSocketHandlers) {
    this.#handlers = handlers;
    this.#auth = plan.auth;
    this.#reader = new FrameReader(this, plan.prefixBytes);
    this.#socket = connect({
      port: Number(plan.url.port),
      host: plan.url.hostname,
      localAddress: plan.localAddress,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#end(error.message));
    this.#socket.on('end', () => this.#end('the server ended the connection'));
    this.#socket.on('close', () => this.#end('the connection ended'));
    this.#socket.write(upgradeRequest(plan.url));
  }

  /** Opens a connection and joins the main namespace. Rejects when it is refused, ends or takes 20 s. */
  static open(plan: LoadSocketPlan, handlers: LoadSocketHandlers): Promise<LoadSocket> {
    const socket = new LoadSocket(plan, handlers);
    const timer = setTimeout(() => socket.#end('time is up'), openMsMax);
    return new Promise<LoadSocket>((resolve, reject) => {
      socket.#opened = () => resolve(socket);
      socket.#failed = reject;
    }).finally(() => clearTimeout(timer));
  }

  send(text: string): void {
    if (this.#state !== 'closed') this.#socket.write(textFrame(text));
  }

  close(): void {
    this.#state = 'closed';
    this.#socket.destroy();
  }

  text(buffer: Buffer, start: number, end: number, length: number, nowMs: number): void {
    const kind = buffer[start];
    if (kind === two && length === 1) this.#socket.write(pongFrame);
    else if (this.#state === 'open') this.#handlers.packet(buffer, start, end, length, nowMs);
    else if (kind === zero) this.#socket.write(textFrame(`40${this.#auth}`));
    else if (kind === four && buffer[start + 1] === zero) {
      this.#state = 'open';
      this.#opened();
    } else this.#end(buffer.toString('utf8', start, end));
  }

  closed(): void {
    this.#end('the server closed the connection');
  }

  #read(length: number): void {
    if (this.#state === 'closed') return;
    const nowMs = machineMs();
    if (this.#state !== 'upgrading') return this.#reader.read(readBuffer, 0, length, nowMs);
    this.#head += readBuffer.toString('latin1', 0, length);
    const headEnd = this.#head.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    if (!this.#head.startsWith('HTTP/1.1 101')) return this.#end(this.#head.slice(0, 300));
    this.#state = 'handshaking';
    const rest = Buffer.from(this.#head.slice(headEnd + 4), 'latin1');
    this.#head = '';
    this.#reader.read(rest, 0, rest.length, nowMs);
  }

  #end(why: string): void {
    if (this.#state === 'closed') return;
    const wasOpen = this.#state === 'open';
    this.close();
    if (wasOpen) this.#handlers.closed();
    else this.#failed(new Error(why));
  }
}

function upgradeRequest(url: URL): string {
  const head = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n`;
}
