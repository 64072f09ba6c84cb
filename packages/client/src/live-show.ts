import type {
  HeadsEvent,
  HoldEvent,
  SeatsEvent,
  SectionStates,
  ShowBody,
  WatchedSection,
} from '@onsale/contracts';
import { accepted, createCommands } from './commands.ts';
import { OnsaleError } from './errors.ts';
import type { Commands, Http } from './http.ts';
import { type Link, type OpenLink, socketLinks } from './link.ts';
import { LinkKeeper, type LinkState } from './link-keeper.ts';
import { Poller } from './poller.ts';
import { Repairer } from './repairer.ts';
import { realTiming, type Timing } from './retry.ts';
import { type Applied, type SeatDigit, SectionMap } from './section-map.ts';
import { ServerClock } from './server-clock.ts';
import { watchRequests } from './watch-requests.ts';

/** What a live show tells its listeners. */
export type LiveEvent =
  | { readonly kind: 'state'; readonly state: LinkState }
  /** These seats of the section changed their state. */
  | { readonly kind: 'seats'; readonly section: string; readonly seats: readonly number[] }
  /** One of the buyer's own holds changed. */
  | { readonly kind: 'hold'; readonly hold: HoldEvent };

export type LiveListener = (event: LiveEvent) => void;

/** A show's map, kept as the sale has it, and the commands on it. */
export interface LiveShow extends Commands {
  readonly state: LinkState;
  readonly sections: readonly SectionMap[];
  /** The seat's digit as last heard. Throws a RangeError for a seat that the show does not have. */
  stateOf(seat: number): SeatDigit;
  /** The server's clock, in milliseconds since 1970. */
  serverNowMs(): number;
  /** Calls the listener at every change, until the answer is called. */
  subscribe(listener: LiveListener): () => void;
  /**
   * Keeps only these sections up to date from here on, by their ids; at first all are. The others' maps stay as
   * they were last heard of. Ids that the show does not have are ignored.
   */
  watch(sections: readonly string[]): void;
  /** Reconnects at once if the connection is missing: the network is back, or the page is looked at again. */
  hurry(): void;
  close(): void;
}

export interface LiveShowOptions {
  readonly http: Http;
  readonly show: ShowBody;
  /** What relative endpoint addresses refer to: the sale's origin, `location.origin` for the sale's own page. */
  readonly ownOrigin: string;
  readonly openLink?: OpenLink;
  readonly timing?: Timing;
}

const watchMsMax = 5_000;
/** Sections that are polled for their changes; of more than these a snapshot is read, which a cache may answer. */
const polledSectionsMax = 4;
/** A section that is behind for longer makes the whole map count as stale. */
const behindMsMax = 1_500;

const polling: LinkState = { kind: 'polling' };

/** Opens the live map of a show: snapshot over HTTP (a cache may answer it), everything after it over a socket. */
export function openLiveShow(options: LiveShowOptions): LiveShow {
  const session = new LiveSession(options);
  session.start();
  return session;
}

class LiveSession implements LiveShow {
  readonly sections: readonly SectionMap[];
  readonly hold: Commands['hold'];
  readonly holdBest: Commands['holdBest'];
  readonly release: Commands['release'];
  readonly extend: Commands['extend'];
  readonly pay: Commands['pay'];
  readonly returnOrder: Commands['returnOrder'];
  readonly #http: Http;
  readonly #show: string;
  readonly #timing: Timing;
  readonly #clock: ServerClock;
  readonly #keeper: LinkKeeper;
  readonly #repairer: Repairer;
  readonly #poller: Poller;
  readonly #byId: ReadonlyMap<string, SectionMap>;
  readonly #listeners = new Set<LiveListener>();
  #askedSection: SectionMap | undefined;
  #behindSinceMs: number | null = null;
  /** Since when the process that tells of changes may not know of all; null while it surely does. */
  #unsureSinceMs: number | null = null;
  #state: LinkState = { kind: 'connecting' };
  #firstSnapshot: Promise<void> | null = null;

  constructor(options: LiveShowOptions) {
    const { http, show } = options;
    this.#http = http;
    this.#show = show.id;
    this.#timing = options.timing ?? realTiming;
    this.#clock = new ServerClock(() => this.#timing.nowMs());
    this.#clock.hear(Date.parse(show.serverTime));
    this.sections = show.sections.map((section) => new SectionMap(section));
    this.#byId = new Map(this.sections.map((section) => [section.id, section]));
    this.#repairer = new Repairer(
      this.sections,
      {
        overLink: (behind) => this.#repairOverLink(behind),
        overHttp: (section) => this.#repairOverHttp(section),
      },
      this.#timing,
    );
    this.#poller = new Poller({
      poll: () => this.#poll(),
      onChange: () => this.#refreshState(),
      timing: this.#timing,
    });
    this.#keeper = new LinkKeeper({
      realtime: () => this.#realtime(),
      openLink: options.openLink ?? socketLinks(options.ownOrigin),
      handlers: {
        seats: (event) => this.#onSeats(event),
        heads: (event) => this.#onHeads(event),
        hold: (event) => this.#onHold(event),
      },
      adopt: (link) => this.#adopt(link),
      onState: (state) => this.#onLinkState(state),
      timing: this.#timing,
    });
    const commands = createCommands(http, () => this.#keeper.link, this.#timing);
    this.hold = commands.hold;
    this.holdBest = commands.holdBest;
    this.release = commands.release;
    this.extend = commands.extend;
    this.pay = commands.pay;
    this.returnOrder = commands.returnOrder;
  }

  start(): void {
    this.#firstSnapshot = this.#readSnapshot();
    this.#poller.start();
    this.#keeper.start();
  }

  get state(): LinkState {
    return this.#state;
  }

  stateOf(seat: number): SeatDigit {
    // Seats are asked for in runs, so that it is mostly the section of the seat before.
    if (!this.#askedSection?.has(seat))
      this.#askedSection = this.sections.find((section) => section.has(seat));
    if (this.#askedSection === undefined) throw new RangeError(`show ${this.#show} has no seat ${seat}`);
    return this.#askedSection.stateOf(seat);
  }

  serverNowMs(): number {
    return this.#clock.nowMs();
  }

  subscribe(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(sections: readonly string[]): void {
    const wanted = new Set(sections);
    const added = this.sections.filter(({ id, isWatched }) => wanted.has(id) && !isWatched);
    const dropped = this.sections.filter(({ id, isWatched }) => !wanted.has(id) && isWatched);
    for (const section of added) section.isWatched = true;
    for (const section of dropped) section.isWatched = false;
    const { link } = this.#keeper;
    // A section that could not be watched is behind, and the next round of repairs asks again.
    if (added.length > 0) this.#repairOverLink(added).catch(() => this.#repairer.onGap());
    if (dropped.length > 0 && link !== null)
      // Hearing more than is wanted does no harm.
      for (const request of watchRequests(this.#show, dropped, false))
        link.unwatch({ show: request.show, sections: request.sections }, watchMsMax).catch(() => undefined);
  }

  hurry(): void {
    this.#keeper.hurry();
  }

  close(): void {
    this.#listeners.clear();
    this.#repairer.close();
    this.#poller.stop();
    this.#keeper.close();
  }

  /** A ticket and an address. A session that has run out is opened again by asking for the show. */
  async #realtime(): ReturnType<Http['realtime']> {
    try {
      return await this.#http.realtime(this.#show);
    } catch (error) {
      if (!(error instanceof OnsaleError) || error.code !== 'NO_SESSION') throw error;
      await this.#http.show(this.#show);
      return this.#http.realtime(this.#show);
    }
  }

  /** Best effort: without it, the first watch brings the snapshots. */
  async #readSnapshot(): Promise<void> {
    try {
      const { sections } = await this.#http.seats(this.#show);
      for (const states of sections) this.#takeSnapshot(states);
    } catch {
      // The socket brings it.
    }
  }

  #watched(): SectionMap[] {
    return this.sections.filter(({ isWatched }) => isWatched);
  }

  /** Watches every section from where its map stands, so that a fresh link starts with what was missed. */
  async #adopt(link: Link): Promise<void> {
    await this.#firstSnapshot;
    this.#firstSnapshot = null;
    this.#unsureSinceMs = null;
    await this.#watch(link, this.#watched(), true);
  }

  async #watch(link: Link, sections: readonly SectionMap[], isFresh: boolean): Promise<void> {
    const areAll = isFresh && sections.length === this.sections.length;
    for (const request of watchRequests(this.#show, sections, areAll)) {
      const answer = accepted(await link.watch(request, watchMsMax));
      for (const watched of answer.sections) {
        this.#takeWatched(watched, isFresh ? request.since?.[watched.section] : undefined);
        this.#byId.get(watched.section)?.confirm();
      }
    }
  }

  #takeWatched(watched: WatchedSection, askedSince: number | undefined): void {
    if ('states' in watched) this.#takeSnapshot(watched, askedSince);
    else this.#take(watched.section, (section) => section.applyDelta(watched));
  }

  #takeSnapshot(states: SectionStates, askedSince?: number): void {
    this.#take(states.section, (section) => section.applySnapshot(states, askedSince));
  }

  #take(id: string, apply: (section: SectionMap) => Applied): void {
    const section = this.#byId.get(id);
    if (section === undefined) return;
    const applied = apply(section);
    if (applied.kind === 'gap') this.#repairer.onGap();
    if (applied.kind === 'applied') this.#tell({ kind: 'seats', section: id, seats: applied.seats });
    this.#refreshState();
  }

  async #repairOverLink(behind: readonly SectionMap[]): Promise<void> {
    const { link } = this.#keeper;
    if (link === null) throw new OnsaleError('UNAVAILABLE');
    await this.#watch(link, behind, false);
  }

  async #repairOverHttp(section: SectionMap): Promise<void> {
    if (section.version !== null) {
      try {
        const changes = await this.#http.changes(this.#show, section.id, section.version);
        this.#take(section.id, () => section.applyDelta(changes));
        section.confirm();
        return;
      } catch (error) {
        if (!(error instanceof OnsaleError) || error.code !== 'LOG_TRIMMED') throw error;
      }
    }
    const { sections } = await this.#http.seats(this.#show, section.id);
    for (const states of sections) this.#takeSnapshot(states);
    section.confirm();
  }

  /** What the connection would have told, over HTTP. */
  async #poll(): Promise<void> {
    const watched = this.#watched();
    if (watched.length <= polledSectionsMax) {
      for (const section of watched) await this.#repairOverHttp(section);
      return;
    }
    const { sections } = await this.#http.seats(this.#show);
    for (const states of sections) {
      this.#takeSnapshot(states);
      this.#byId.get(states.section)?.confirm();
    }
  }

  #onLinkState(state: LinkState): void {
    if (state.kind === 'live' || state.kind === 'failed') this.#poller.stop();
    else this.#poller.start();
    this.#refreshState();
  }

  #onSeats(event: SeatsEvent): void {
    if (event.show === this.#show) this.#take(event.section, (section) => section.applyDelta(event));
  }

  #onHeads(event: HeadsEvent): void {
    if (event.show !== this.#show) return;
    this.#clock.hear(event.serverTime);
    this.#keeper.heard(event.sockets);
    this.#unsureSinceMs = event.ageMs === undefined ? null : this.#timing.nowMs() - event.ageMs;
    for (const [id, version] of Object.entries(event.heads)) this.#byId.get(id)?.noteHead(version);
    if (this.sections.some(({ isBehind }) => isBehind)) this.#repairer.onBehind();
    this.#refreshState();
  }

  #onHold(event: HoldEvent): void {
    if (event.show === this.#show) this.#tell({ kind: 'hold', hold: event });
  }

  /** The link's state, except that a section long behind, or a server that is not sure, makes a live link's map stale. */
  #refreshState(): void {
    const link = this.#poller.isWell ? polling : this.#keeper.state;
    const sinceMs = this.#unsureSinceMs ?? this.#longBehindSinceMs();
    const state: LinkState = link.kind === 'live' && sinceMs !== null ? { kind: 'stale', sinceMs } : link;
    if (state === this.#state || (state.kind === 'stale' && this.#state.kind === 'stale')) return;
    this.#state = state;
    this.#tell({ kind: 'state', state });
  }

  #longBehindSinceMs(): number | null {
    const nowMs = this.#timing.nowMs();
    const isBehind = this.sections.some((section) => section.isBehind);
    this.#behindSinceMs = isBehind ? (this.#behindSinceMs ?? nowMs) : null;
    const sinceMs = this.#behindSinceMs;
    return sinceMs !== null && nowMs - sinceMs > behindMsMax ? sinceMs : null;
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
