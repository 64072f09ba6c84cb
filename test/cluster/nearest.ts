import type { Desk } from '../faults/buyer.ts';
import { openSession } from '../faults/buyer.ts';

const askEveryMs = 1_000;
const askMsMax = 4_000;

export interface Offered {
  readonly url: string;
  readonly node: string;
}

/** The addresses that the sale sends buyers to, as a page that asks every second knows them. */
export class Discovery {
  readonly #apis: readonly Desk[];
  readonly #cookie: string;
  readonly #show: string;
  readonly #timer: NodeJS.Timeout;
  #offered: readonly Offered[] = [];
  #turn = 0;

  private constructor(apis: readonly Desk[], show: string, cookie: string) {
    this.#apis = apis;
    this.#show = show;
    this.#cookie = cookie;
    this.#timer = setInterval(() => void this.refresh().catch(() => {}), askEveryMs);
  }

  static async open(apis: readonly Desk[], show: string): Promise<Discovery> {
    const discovery = new Discovery(apis, show, await openSession(apis));
    await discovery.refresh();
    return discovery;
  }

  /** Asks the next of the ways to the API. */
  async refresh(): Promise<readonly Offered[]> {
    this.#turn += 1;
    const api = this.#apis[this.#turn % this.#apis.length];
    const response = await fetch(`${api?.url}/api/realtime?show=${this.#show}`, {
      headers: { cookie: this.#cookie },
      signal: AbortSignal.timeout(askMsMax),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const { endpoints } = (await response.json()) as { endpoints: readonly Offered[] };
    this.#offered = endpoints;
    return endpoints;
  }

  get offered(): readonly Offered[] {
    return this.#offered;
  }

  /** A desk that is at one of the addresses offered, whichever these are when somebody comes. */
  desk(index: number): Desk {
    const at = (): string => this.#offered[index % this.#offered.length]?.url ?? 'http://127.0.0.1:9';
    return {
      name: `socket ${index}`,
      service: 'realtime',
      get url() {
        return at();
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
