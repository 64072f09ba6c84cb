import { createHttp, type LinkState, type LiveShow, openLiveShow, type SectionMap } from '@onsale/client';
import type { Desk } from './buyer.ts';
import { until } from './pause.ts';
import { type Reading, readHeads } from './rows.ts';
import type { StagedShow } from './shows.ts';

/** How often maps are compared while they are waited for. */
const lookEveryMs = 20;
const readyMsMax = 20_000;

/** A map as a viewer showed it. */
export interface Sighting {
  readonly show: string;
  readonly section: string;
  readonly version: number;
  readonly digits: string;
}

/** People who only look: each has the map of one show open, with the client that the page uses. */
export class Viewers {
  readonly #mysqlUrl: string;
  readonly #shows: readonly StagedShow[];
  readonly #live: LiveShow[] = [];
  readonly #sightings = new Map<string, Sighting>();
  readonly #standing = { lost: 0, stale: 0 };

  private constructor(mysqlUrl: string, shows: readonly StagedShow[]) {
    this.#mysqlUrl = mysqlUrl;
    this.#shows = shows;
  }

  /** Opens `count` maps of each show and waits until all are live. */
  static async open(
    mysqlUrl: string,
    shows: readonly StagedShow[],
    apis: readonly Desk[],
    count: number,
  ): Promise<Viewers> {
    const viewers = new Viewers(mysqlUrl, shows);
    for (let index = 0; index < count; index += 1) for (const show of shows) await viewers.#add(show, apis);
    const areLive = await until(() => viewers.#live.every(({ state }) => state.kind === 'live'), readyMsMax);
    if (!areLive) throw new Error('the viewers do not get their maps');
    return viewers;
  }

  get count(): number {
    return this.#live.length;
  }

  /** How many have a connection that is of use. */
  get live(): number {
    return this.#live.filter(({ state }) => state.kind === 'live').length;
  }

  /** How often a connection ended before another had taken its place, and how often one fell silent. */
  get interruptions(): { readonly lost: number; readonly stale: number } {
    return this.#standing;
  }

  /** Every different map that was shown; two for one version when viewers disagree. */
  get sightings(): readonly Sighting[] {
    return [...this.#sightings.values()];
  }

  /**
   * Waits until every map has come as far as the database is at this moment; milliseconds until the last has, or null
   * when some has not in time. That each map was right at each version is judged from the sightings.
   */
  async catchUp(timeoutMs: number): Promise<number | null> {
    const startMs = performance.now();
    const heads = await readHeads(this.#mysqlUrl, this.#shows);
    const hasAll = await until(
      () => this.#eachMap((show, map) => (map.version ?? -1) >= (heads.get(`${show}/${map.id}`) ?? 0)),
      timeoutMs,
      lookEveryMs,
    );
    return hasAll ? performance.now() - startMs : null;
  }

  /** The maps that differ from the database's rows. */
  differing(reading: Reading): string[] {
    const digits = new Map(
      reading.shows.map(({ show, seats }) => [show.id, seats.map(({ state }) => state).join('')]),
    );
    return this.#live.flatMap((live, index) => {
      const map = live.sections.map(({ states }) => states.join('')).join('');
      return map === digits.get(this.#showOf(index)) ? [] : [`viewer ${index} of ${this.#showOf(index)}`];
    });
  }

  /** Which maps are behind the database at this moment, for messages. */
  async behind(): Promise<string[]> {
    const heads = await readHeads(this.#mysqlUrl, this.#shows);
    const late: string[] = [];
    for (const [index, live] of this.#live.entries())
      for (const map of live.sections) {
        const head = heads.get(`${this.#showOf(index)}/${map.id}`) ?? 0;
        if ((map.version ?? -1) < head)
          late.push(`viewer ${index} (${live.state.kind}) has ${map.id} at ${map.version} of ${head}`);
      }
    return late;
  }

  close(): void {
    for (const live of this.#live) live.close();
  }

  async #add(show: StagedShow, apis: readonly Desk[]): Promise<void> {
    const http = createHttp({ fetch: createFetch(apis) });
    const ownOrigin = apis[0]?.url ?? '';
    const live = openLiveShow({ http, show: await http.show(show.id), ownOrigin });
    this.#live.push(live);
    for (const map of live.sections) this.#see(show.id, map);
    let before: LinkState['kind'] = live.state.kind;
    live.subscribe((event) => {
      if (event.kind === 'state') {
        this.#note(before, event.state.kind);
        before = event.state.kind;
      }
      if (event.kind !== 'seats') return;
      const map = live.sections.find(({ id }) => id === event.section);
      if (map !== undefined) this.#see(show.id, map);
    });
  }

  #note(before: LinkState['kind'], kind: LinkState['kind']): void {
    if (before === kind) return;
    if (kind === 'reconnecting') this.#standing.lost += 1;
    if (kind === 'stale') this.#standing.stale += 1;
  }

  #see(show: string, { id, version, states }: SectionMap): void {
    if (version === null) return;
    const digits = states.join('');
    this.#sightings.set(`${show}/${id}/${version}/${digits}`, { show, section: id, version, digits });
  }

  #eachMap(isRight: (show: string, map: SectionMap) => boolean): boolean {
    return this.#live.every((live, index) => live.sections.every((map) => isRight(this.#showOf(index), map)));
  }

  /** Viewers were added in turn for each show. */
  #showOf(index: number): string {
    return this.#shows[index % this.#shows.length]?.id ?? '';
  }
}

/**
 * What a browser and a load balancer do for a page: the session's cookie goes along, and a process that nobody
 * listens for is passed over.
 */
function createFetch(apis: readonly Desk[]): typeof fetch {
  let cookie = '';
  let turn = Math.floor(Math.random() * apis.length);
  const ask = async (path: string, init: RequestInit | undefined, triesLeft: number): Promise<Response> => {
    turn = (turn + 1) % apis.length;
    const headers = new Headers(init?.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    try {
      return await fetch(`${apis[turn]?.url}${path}`, { ...init, headers });
    } catch (error) {
      if (triesLeft === 0 || !isRefused(error)) throw error;
      return ask(path, init, triesLeft - 1);
    }
  };
  return async (input, init) => {
    const response = await ask(String(input), init, apis.length - 1);
    cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie;
    return response;
  };
}

function isRefused(error: unknown): boolean {
  return (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED';
}
