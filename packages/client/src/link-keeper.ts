import { Bell } from './bell.ts';
import { asOnsaleError, type ErrorCode, OnsaleError } from './errors.ts';
import type { Realtime } from './http.ts';
import type { Link, LinkHandlers, OpenLink } from './link.ts';
import { type Need, waitMsBefore } from './reconnect.ts';
import type { Timing } from './retry.ts';

/** How the connection stands. `sinceMs` is by the monotonic clock of the page. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** There is a connection, but it says nothing, or nothing that is surely up to date. */
  | { readonly kind: 'stale'; readonly sinceMs: number }
  | { readonly kind: 'reconnecting'; readonly sinceMs: number; readonly attempt: number }
  /** No connection gets through, but the map is read over HTTP every few seconds. */
  | { readonly kind: 'polling' }
  /** It will not come back by itself. */
  | { readonly kind: 'failed'; readonly code: ErrorCode };

export interface KeeperOptions {
  /** A fresh one-use ticket and where to connect with it. */
  readonly realtime: () => Promise<Realtime>;
  readonly openLink: OpenLink;
  readonly handlers: Pick<LinkHandlers, 'seats' | 'heads' | 'hold'>;
  /** Makes a fresh link useful; a link counts as live once this resolves. */
  readonly adopt: (link: Link) => Promise<void>;
  readonly onState: (state: LinkState) => void;
  readonly timing: Timing;
}

/** Heads come about once a second; longer silence than this means that the connection is good for nothing. */
const silenceMsMax = 3_500;
const openMsMax = 6_000;
/** A link that lasted less did not prove that its server is well: the next attempt waits longer. */
const provenMs = 5_000;

/** Answers after which trying again is pointless. */
const fatalCodes: ReadonlySet<ErrorCode> = new Set([
  'SHOW_NOT_FOUND',
  'SECTION_NOT_FOUND',
  'FORBIDDEN_ORIGIN',
  // Also after a visit that opens one: this browser keeps no cookies.
  'NO_SESSION',
]);

interface Held {
  readonly url: string;
  link: Link | null;
  isLost: boolean;
  liveSinceMs: number;
  /** Within which time its server wants it gone, when that was said before the link was of use; else null. */
  moveWithinMs: number | null;
}

/**
 * Keeps one good link open: takes a fresh ticket for each, replaces a lost one after a random wait, a silent one
 * while keeping it until the next is there, and moves when the server asks, without a moment between two links.
 */
export class LinkKeeper {
  readonly #options: KeeperOptions;
  readonly #bell = new Bell();
  #state: LinkState = { kind: 'connecting' };
  #need: Need = { kind: 'first' };
  #current: Held | null = null;
  #attempt = 0;
  #lastError: OnsaleError | null = null;
  /** The address that failed, fell silent or goes away: the next attempt is made elsewhere when it can be. */
  #avoidedUrl: string | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** Sockets of the process that the link leads to, as last heard. */
  #crowd = 0;
  #isHurried = false;
  #isClosed = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** The link to ask through, or null while there is none that answers. */
  get link(): Link | null {
    return this.#state.kind === 'live' ? (this.#current?.link ?? null) : null;
  }

  /** Runs until `close` or a fatal refusal. */
  start(): void {
    void this.#tend();
  }

  /** Tries at once if a link is missing: for when the network has come back or the page is looked at again. */
  hurry(): void {
    this.#isHurried = this.#need.kind !== 'none';
    this.#bell.ring();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#silence);
    this.#current?.link?.close();
    this.#current = null;
    this.#bell.ring();
  }

  async #tend(): Promise<void> {
    while (!this.#isClosed && this.#state.kind !== 'failed') {
      if (this.#need.kind === 'none') await this.#bell.wait();
      else if (await this.#waitForTurn(this.#need)) await this.#replace();
    }
  }

  /** Waits before an attempt. False when the need has changed meanwhile and the wait must be thought over. */
  async #waitForTurn(need: Need): Promise<boolean> {
    const { timing } = this.#options;
    const dueMs = timing.nowMs() + waitMsBefore(need, this.#attempt, this.#lastError, timing.random());
    while (!this.#isHurried) {
      const leftMs = dueMs - timing.nowMs();
      if (leftMs <= 0) break;
      await this.#bell.wait(leftMs);
      if (this.#isClosed || this.#need !== need) return false;
    }
    return true;
  }

  async #replace(): Promise<void> {
    this.#isHurried = false;
    try {
      const next = await this.#open();
      const before = this.#current;
      this.#current = next;
      before?.link?.close();
      this.#attempt = 0;
      this.#lastError = null;
      this.#avoidedUrl = null;
      this.#need = { kind: 'none' };
      this.#setState({ kind: 'live' });
      this.heard(0);
      if (next.moveWithinMs !== null) this.#onMove(next, next.moveWithinMs);
    } catch (thrown) {
      const error = asOnsaleError(thrown, 'UNAVAILABLE');
      this.#attempt++;
      this.#lastError = error;
      if (this.#isClosed) return;
      if (fatalCodes.has(error.code)) this.#fail(error.code);
      else if (this.#need.kind === 'lost') this.#setLost(this.#need.sinceMs);
    }
  }

  /** A fresh link, adopted. */
  async #open(): Promise<Held> {
    const { endpoints, ticket } = await this.#options.realtime();
    const endpoint = endpoints.find(({ url }) => url !== this.#avoidedUrl) ?? endpoints[0];
    if (endpoint === undefined) throw new OnsaleError('UNAVAILABLE');
    const held: Held = {
      url: endpoint.url,
      link: null,
      isLost: false,
      liveSinceMs: 0,
      moveWithinMs: null,
    };
    try {
      const handlers = {
        ...this.#options.handlers,
        move: ({ withinMs }: { withinMs: number }) => this.#onMove(held, withinMs),
        closed: () => this.#onClosed(held),
      };
      held.link = await this.#options.openLink({ url: endpoint.url, ticket }, handlers, openMsMax);
      if (!this.#isClosed) await this.#options.adopt(held.link);
      if (held.isLost || this.#isClosed) throw new OnsaleError('UNAVAILABLE');
    } catch (error) {
      held.link?.close();
      this.#avoidedUrl = endpoint.url;
      throw error;
    }
    held.liveSinceMs = this.#options.timing.nowMs();
    return held;
  }

  /** Told at each sign of life from the server, with how many sockets it has. */
  heard(crowd: number): void {
    if (this.#isClosed || this.#current === null) return;
    this.#crowd = crowd;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#onSilence(), silenceMsMax);
    if (this.#need.kind !== 'silent') return;
    this.#avoidedUrl = null;
    this.#setNeed({ kind: 'none' });
    this.#setState({ kind: 'live' });
  }

  #onSilence(): void {
    if (this.#need.kind !== 'none' && this.#need.kind !== 'move') return;
    this.#avoidedUrl = this.#current?.url ?? null;
    const sinceMs = this.#options.timing.nowMs() - silenceMsMax;
    this.#setNeed({ kind: 'silent', sinceMs, crowd: this.#crowd });
    this.#setState({ kind: 'stale', sinceMs });
  }

  #onMove(held: Held, withinMs: number): void {
    held.moveWithinMs = withinMs;
    if (held !== this.#current || this.#need.kind !== 'none') return;
    this.#avoidedUrl = held.url;
    this.#setNeed({ kind: 'move', withinMs });
  }

  #onClosed(held: Held): void {
    held.isLost = true;
    if (held !== this.#current) return;
    this.#current = null;
    this.#avoidedUrl = held.url;
    clearTimeout(this.#silence);
    const nowMs = this.#options.timing.nowMs();
    if (nowMs - held.liveSinceMs < provenMs) this.#attempt = Math.max(this.#attempt, 1);
    const sinceMs = this.#need.kind === 'silent' ? this.#need.sinceMs : nowMs;
    this.#setNeed({ kind: 'lost', sinceMs, crowd: this.#crowd });
    this.#setLost(sinceMs);
  }

  #setNeed(need: Need): void {
    this.#need = need;
    this.#bell.ring();
  }

  #setLost(sinceMs: number): void {
    this.#setState({ kind: 'reconnecting', sinceMs, attempt: this.#attempt });
  }

  #fail(code: ErrorCode): void {
    this.#setState({ kind: 'failed', code });
    clearTimeout(this.#silence);
    this.#current?.link?.close();
    this.#current = null;
  }

  #setState(state: LinkState): void {
    if (this.#state.kind === state.kind && state.kind === 'live') return;
    this.#state = state;
    this.#options.onState(state);
  }
}
