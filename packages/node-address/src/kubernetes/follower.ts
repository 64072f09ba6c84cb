import { backOffMs } from './back-off.ts';
import { ApiFault, type News, type Resource } from './resource.ts';

/**
 * How far what is known can be relied on. `never`: nothing was ever known. `following`: every change is heard at
 * once. `lost`: it is as of `heardMs`. `failures` is how often in a row the API server was asked in vain.
 */
export type Standing =
  | { readonly kind: 'never'; readonly failures: number; readonly fault: ApiFault | null }
  | { readonly kind: 'following' }
  | { readonly kind: 'lost'; readonly failures: number; readonly fault: ApiFault; readonly heardMs: number };

export interface FollowerOptions {
  /** Hears that the views or the standing are other than before. */
  readonly onChange: () => void;
  /** How old a list may become before another is asked for, however well the watch goes. @default 300000 */
  readonly resyncMs?: number;
  /** A clock that never goes back. */
  readonly nowMs?: () => number;
  /** Numbers in [0, 1). */
  readonly random?: () => number;
}

/** A watch that ends sooner without news was none: opening it again at once would go round in circles. */
const watchMsMin = 1_000;

/**
 * Knows a resource by listing it and then watching it, until it is stopped. After a failure it tries again, later
 * each time, and what it knew stays. A list replaces everything: no change that was missed is missed for longer.
 */
export class Follower<View> {
  readonly #resource: Resource<View>;
  readonly #options: FollowerOptions;
  readonly #nowMs: () => number;
  readonly #stopping = new AbortController();
  #views = new Map<string, View>();
  #standing: Standing = { kind: 'never', failures: 0, fault: null };
  /** Where the next watch goes on; null when a list is needed first. */
  #version: string | null = null;
  #heardMs = 0;
  #listDueMs = 0;
  #failures = 0;

  constructor(resource: Resource<View>, options: FollowerOptions) {
    this.#resource = resource;
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** The last good list, with every change heard since. */
  views(): ReadonlyMap<string, View> {
    return this.#views;
  }

  standing(): Standing {
    return this.#standing;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Resolves once it is stopped; never rejects. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#round();
      } catch (error) {
        if (signal.aborted) return;
        this.#lose(error);
        await pause(backOffMs(this.#failures, this.#options.random), signal);
      }
    }
  }

  /** A list where one is due, then one watch from its beginning to its end. */
  async #round(): Promise<void> {
    const { signal } = this.#stopping;
    let isListFresh = false;
    if (this.#version === null || this.#nowMs() >= this.#listDueMs) {
      this.#version = await this.#list();
      isListFresh = true;
    }
    if (signal.aborted) return;
    try {
      await this.#watch(this.#version);
    } catch (error) {
      if (!(error instanceof ApiFault) || error.status !== 410) throw error;
      // What came after the version is no longer known to the server: only a list can tell, and at once. That a
      // list's own version is not known either is a failure like others.
      this.#version = null;
      if (isListFresh) throw error;
      return;
    }
    this.#heardMs = this.#nowMs();
    this.#failures = 0;
  }

  async #watch(version: string): Promise<void> {
    const { signal } = this.#stopping;
    const beganMs = this.#nowMs();
    let news = 0;
    const watching = this.#resource.watch(version, (heard) => {
      if (signal.aborted) return;
      if (heard.kind !== 'opened') news++;
      this.#hear(heard);
    });
    const stop = () => watching.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await watching.ended;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    if (news === 0 && this.#nowMs() - beganMs < watchMsMin)
      throw new ApiFault('the watch ended at once', null);
  }

  async #list(): Promise<string> {
    const { views, version } = await this.#resource.list();
    if (this.#stopping.signal.aborted) return version;
    this.#views = views;
    this.#heardMs = this.#nowMs();
    // Processes that were started together do not ask for their lists together.
    const share = 0.9 + 0.2 * (this.#options.random ?? Math.random)();
    this.#listDueMs = this.#heardMs + share * (this.#options.resyncMs ?? 300_000);
    this.#standing = { kind: 'following' };
    this.#options.onChange();
    return version;
  }

  #hear(news: News<View>): void {
    this.#heardMs = this.#nowMs();
    this.#standing = { kind: 'following' };
    if (news.kind !== 'opened') {
      this.#failures = 0;
      this.#version = news.version;
    }
    if (news.kind === 'put') this.#views.set(news.name, news.view);
    if (news.kind === 'gone') this.#views.delete(news.name);
    this.#options.onChange();
  }

  #lose(error: unknown): void {
    const fault = error instanceof ApiFault ? error : new ApiFault(String(error), null, { cause: error });
    this.#failures++;
    const failures = this.#failures;
    this.#standing =
      this.#standing.kind === 'never'
        ? { kind: 'never', failures, fault }
        : { kind: 'lost', failures, fault, heardMs: this.#heardMs };
    this.#options.onChange();
  }
}

/** Waits for that time, or until it is stopped. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
