import type { LiveShow } from '@onsale/client';
import type { SeatLooks } from './seat-looks.ts';

/** How long the buyer must rest before what he looks at is asked for. */
const settleMs = 250;

/**
 * Keeps those sections up to date that the buyer looks at, and all of them while nothing seems to be left: a seat
 * that comes back must be seen wherever it is.
 */
export class Attention {
  readonly #live: Pick<LiveShow, 'sections' | 'watch'>;
  readonly #looks: Pick<SeatLooks, 'freeCount' | 'subscribe'>;
  readonly #unsubscribe: () => void;
  #wanted: readonly string[];
  #watched: string;
  #isSoldOut = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(live: Pick<LiveShow, 'sections' | 'watch'>, looks: Pick<SeatLooks, 'freeCount' | 'subscribe'>) {
    this.#live = live;
    this.#looks = looks;
    this.#wanted = this.#all();
    this.#watched = this.#wanted.join();
    this.#unsubscribe = looks.subscribe(() => {
      const isSoldOut = looks.freeCount === 0;
      if (isSoldOut === this.#isSoldOut) return;
      this.#isSoldOut = isSoldOut;
      this.#settle();
    });
  }

  /** The sections that can be seen, by their ids. */
  lookAt(sections: readonly string[]): void {
    this.#wanted = sections;
    this.#settle();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  #all(): string[] {
    return this.#live.sections.map(({ id }) => id);
  }

  /** While the map moves, the timer is not pushed back for ever: it runs from the first change on. */
  #settle(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const sections = this.#looks.freeCount === 0 ? this.#all() : this.#wanted;
      const key = sections.join();
      if (key === this.#watched) return;
      this.#watched = key;
      this.#live.watch(sections);
    }, settleMs);
  }
}
