import type { Dialect, Listener } from './dialect.ts';
import { LoadSocket, type LoadSocketHandlers } from './load-socket.ts';
import type { SampledMap } from './sampled-map.ts';
import type { Screens } from './screens.ts';

const triesMax = 20;
const retryMs = 300;
const joinMsMax = 20_000;
const wholePacket = Number.MAX_SAFE_INTEGER;

export interface ClientPlan {
  readonly dialect: Dialect;
  readonly url: URL;
  /** Which of the processes that is. */
  readonly process: number;
  readonly localAddress: string;
  readonly sectionCount: number;
  readonly screens: Screens;
  /** Reads every packet in full and draws the map; null for everybody else. */
  readonly map: SampledMap | null;
  /** Hears of answers to commands. */
  readonly onAnswer: (id: number, code: string, nowMs: number) => void;
}

/** One socket with a screen. It notices when a frame is missing, and what it costs it is next to nothing. */
export class Client implements LoadSocketHandlers, Listener {
  readonly #plan: ClientPlan;
  /** The newest version of each section; -1 before the first. */
  readonly #versions: Int32Array;
  #socket: LoadSocket | null = null;
  #joined: (packet: string) => void = () => {};
  #isJoining = false;
  #nowMs = 0;
  /** When the last read came that brought a frame of seats: each read has a moment of its own. */
  #readMs = 0;
  #isLost = false;
  /** Frames that did not follow the one before. */
  gaps = 0;

  constructor(plan: ClientPlan) {
    this.#plan = plan;
    this.#versions = new Int32Array(plan.sectionCount).fill(-1);
  }

  /** Whether the connection ended by itself. */
  get isLost(): boolean {
    return this.#isLost;
  }

  get map(): SampledMap | null {
    return this.#plan.map;
  }

  get versions(): Int32Array {
    return this.#versions;
  }

  /** Connects and joins; a server that is busy is asked again. */
  async open(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#open();
      } catch (error) {
        if (tries >= triesMax) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs * Math.random()));
    }
  }

  /** Asks for a seat. */
  take(id: number, seat: number): void {
    this.#socket?.send(this.#plan.dialect.take(id, seat));
  }

  close(): void {
    this.#socket?.close();
  }

  packet(buffer: Buffer, start: number, end: number, length: number, nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#isJoining && buffer[start + 1] === 0x33) {
      this.#joined(buffer.toString('utf8', start, end));
      return;
    }
    const { dialect, map } = this.#plan;
    dialect.hear(buffer, start, end, length, this);
    if (map !== null) this.#draw(map, buffer.toString('utf8', start, end));
  }

  answered(id: number, code: string): void {
    this.#plan.onAnswer(id, code, this.#nowMs);
  }

  changed(section: number, from: number, to: number, length: number): void {
    const { screens, process, dialect } = this.#plan;
    if (this.#readMs !== this.#nowMs) screens.read(this.#nowMs);
    this.#readMs = this.#nowMs;
    screens.see(process, section, from, to, length, this.#nowMs);
    if (!dialect.hasVersions) return;
    const version = this.#versions[section] ?? -1;
    if (version !== -1 && (from > version || to <= version)) this.gaps++;
    this.#versions[section] = to;
  }

  closed(): void {
    this.#isLost = true;
  }

  #draw(map: SampledMap, packet: string): void {
    const { dialect, screens, process } = this.#plan;
    const changes = dialect.changes(packet);
    if (changes === null) return;
    screens.describe(process, changes.section, changes.to, map.apply(changes, this.#nowMs));
  }

  async #open(): Promise<void> {
    const { dialect, url, localAddress, map } = this.#plan;
    const prefixBytes = map === null ? dialect.prefixBytes : wholePacket;
    const socket = await LoadSocket.open(
      { url, localAddress, auth: await dialect.auth(), prefixBytes },
      this,
    );
    this.#socket = socket;
    const joining = dialect.joining(map !== null);
    if (joining === null) return;
    const packet = await this.#join(socket, joining);
    if (map === null) return;
    for (const { section, states } of dialect.snapshot(packet) ?? []) map.applySnapshot(section, states);
  }

  async #join(socket: LoadSocket, joining: string): Promise<string> {
    this.#isJoining = true;
    const answer = new Promise<string>((resolve, reject) => {
      this.#joined = resolve;
      setTimeout(() => reject(new Error('joining was not answered')), joinMsMax).unref();
    });
    socket.send(joining);
    const packet = await answer;
    this.#isJoining = false;
    return packet;
  }
}
