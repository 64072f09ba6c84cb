import { Agent, get } from 'node:http';
import { SectionMap } from '@onsale/client';
import type { HeadsEvent, SeatsEvent, WatchAck } from '@onsale/contracts';
import { type Need, waitMsBefore } from '../../packages/client/src/reconnect.ts';
import { type Desk, openSession } from './buyer.ts';
import { pause } from './pause.ts';
import { RawSocket } from './raw-socket.ts';
import type { StagedShow } from './shows.ts';
import type { Sighting } from './viewers.ts';

/** The page's client has these limits too. */
const askMsMax = 8_000;
const openMsMax = 6_000;
const watchMsMax = 5_000;
const openingAtOnce = 40;

interface Realtime {
  readonly endpoints: readonly { readonly url: string }[];
  readonly ticket: string;
}

/** Somebody with one section's map open, on the cheapest client there is; comes back as the page's client does. */
class Onlooker {
  readonly #show: StagedShow;
  readonly #apis: readonly Desk[];
  readonly #cookie: string;
  readonly map: SectionMap;
  liveAtMs: number | null = null;
  attempts = 0;
  #socket: RawSocket | null = null;
  /** The address that failed last: the next attempt is made elsewhere. */
  #avoidedUrl = '';
  #crowd = 0;
  #isClosed = false;

  constructor(
    show: StagedShow,
    section: StagedShow['sections'][number],
    apis: readonly Desk[],
    cookie: string,
  ) {
    this.#show = show;
    this.#apis = apis;
    this.#cookie = cookie;
    this.map = new SectionMap(section);
  }

  get show(): string {
    return this.#show.id;
  }

  /** Connects to that process, or to one that the API names. */
  async connect(only?: string): Promise<void> {
    const { endpoints, ticket } = await this.#ask();
    const urls = endpoints.map(({ url }) => url);
    const url = only ?? urls.find((each) => each !== this.#avoidedUrl) ?? urls[0] ?? '';
    // Unless it turns out well.
    this.#avoidedUrl = url;
    const socket = await RawSocket.open(
      url,
      { ticket },
      {
        timeoutMs: openMsMax,
        event: (name, payload) => this.#hear(name, payload),
        closed: () => this.#onClosed(socket, url),
      },
    );
    try {
      await this.#watch(socket);
    } catch (error) {
      socket.close();
      throw error;
    }
    this.#socket = socket;
    this.#avoidedUrl = '';
    this.liveAtMs = performance.now();
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  /** A connection that was never of use is its attempt's affair. */
  #onClosed(socket: RawSocket, url: string): void {
    if (socket !== this.#socket || this.#isClosed) return;
    this.#socket = null;
    this.liveAtMs = null;
    this.attempts = 0;
    this.#avoidedUrl = url;
    void this.#comeBack();
  }

  async #watch(socket: RawSocket): Promise<void> {
    const since = this.map.version === null ? {} : { since: { [this.map.id]: this.map.version } };
    const request = { show: this.#show.id, sections: [this.map.id], ...since };
    const ack = (await socket.ask('watch', request, watchMsMax)) as WatchAck | null;
    if (!ack?.ok) throw new Error('the watch was not answered');
    for (const section of ack.sections)
      if ('states' in section) this.map.applySnapshot(section);
      else this.map.applyDelta(section);
  }

  #hear(name: string, payload: unknown): void {
    if (name === 'heads') this.#crowd = (payload as HeadsEvent).sockets;
    if (name !== 'seats') return;
    const event = payload as SeatsEvent;
    if (event.section === this.map.id) this.map.applyDelta(event);
  }

  /** With the waits of the page's client, so that no crowd arrives at once. */
  async #comeBack(): Promise<void> {
    const need: Need = { kind: 'lost', sinceMs: 0, crowd: this.#crowd };
    while (!this.#isClosed && this.#socket === null) {
      await pause(waitMsBefore(need, this.attempts, null, Math.random()));
      this.attempts += 1;
      await this.connect().catch(() => {});
    }
  }

  #ask(): Promise<Realtime> {
    const api = this.#apis[Math.floor(Math.random() * this.#apis.length)];
    const path = `/api/realtime?show=${this.#show.id}`;
    return getJson(`${api?.url}${path}`, this.#cookie) as Promise<Realtime>;
  }
}

/** Through a few connections, as a load balancer has them. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Cheaper than `fetch`, which counts when thousands ask within a second. */
function getJson(url: string, cookie: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { agent, headers: { cookie }, signal: AbortSignal.timeout(askMsMax) };
    const request = get(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${response.statusCode}`));
      });
    });
    request.on('error', reject);
  });
}

export interface Comeback {
  /** Seconds from the loss until so many of them had their map again. */
  readonly half: number;
  readonly ninetyNineOfHundred: number;
  readonly all: number;
  /** How often the unluckiest tried. */
  readonly attemptsMax: number;
}

/** Thousands of onlookers on one process, who all lose it at once. */
export class Throng {
  readonly #onlookers: readonly Onlooker[];

  private constructor(onlookers: readonly Onlooker[]) {
    this.#onlookers = onlookers;
  }

  /** Connects so many to one realtime process, spread over the sections of a show. */
  static async gather(
    show: StagedShow,
    apis: readonly Desk[],
    realtime: Desk,
    count: number,
  ): Promise<Throng> {
    const onlookers: Onlooker[] = [];
    const cookie = await openSession(apis);
    while (onlookers.length < count) {
      const size = Math.min(openingAtOnce, count - onlookers.length);
      const next = Array.from({ length: size }, (_, index) => {
        const section = show.sections[(onlookers.length + index) % show.sections.length];
        if (section === undefined) throw new RangeError(`${show.id} has no sections`);
        return new Onlooker(show, section, apis, cookie);
      });
      await Promise.all(next.map((onlooker) => onlooker.connect(realtime.url)));
      onlookers.push(...next);
    }
    return new Throng(onlookers);
  }

  get live(): number {
    return this.#onlookers.filter(({ liveAtMs }) => liveAtMs !== null).length;
  }

  /** How they came back after a loss at that moment of the monotonic clock. */
  comeback(lostAtMs: number): Comeback {
    const seconds = this.#onlookers
      .map(({ liveAtMs }) => ((liveAtMs ?? Number.POSITIVE_INFINITY) - lostAtMs) / 1_000)
      .sort((a, b) => a - b);
    const at = (share: number) => seconds[Math.ceil(share * seconds.length) - 1] ?? Number.POSITIVE_INFINITY;
    const attemptsMax = Math.max(...this.#onlookers.map(({ attempts }) => attempts));
    return { half: at(0.5), ninetyNineOfHundred: at(0.99), all: at(1), attemptsMax };
  }

  /** Their maps as they stand. */
  get sightings(): Sighting[] {
    return this.#onlookers.flatMap(({ show, map: { id, version, states } }) =>
      version === null ? [] : [{ show, section: id, version, digits: states.join('') }],
    );
  }

  close(): void {
    for (const onlooker of this.#onlookers) onlooker.close();
  }
}
