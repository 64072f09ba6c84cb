import { type LiveShow, OnsaleError } from '@onsale/client';
import type { HoldId, Seat, ShowId } from '@onsale/domain';
import { createIdMaker } from '@onsale/domain/testing';
import type { World } from '../world.ts';
import type { Page } from './page.ts';

export interface ShopperOptions {
  readonly world: World;
  readonly page: Page;
  readonly show: ShowId;
  readonly thinkMs: number;
}

/** Seats that a shopper takes at a time, at most. */
const seatsMax = 2;

/**
 * Somebody who buys on the page: he takes seats that his map shows as available, and pays or lets go. All else, what is
 * asked again and when, is the client's doing.
 */
export class Shopper {
  readonly #options: ShopperOptions;
  #newId: () => string = () => '';
  #held: HoldId | null = null;
  #isBusy = false;
  #isLeaving = false;

  constructor(options: ShopperOptions) {
    this.#options = options;
  }

  /** Starts with a page that has just been opened, within an event of its machine. */
  start(live: LiveShow): void {
    this.#isBusy = false;
    this.#held = null;
    this.#newId = createIdMaker(this.#options.world.chance, () => Math.floor(live.serverNowMs()));
    this.#think(live);
  }

  leave(): void {
    this.#isLeaving = true;
  }

  #think(live: LiveShow): void {
    const { page, world, thinkMs } = this.#options;
    page.machine.after(world.chance.span(2 * thinkMs), 'shops', () => {
      if (this.#isLeaving) return;
      this.#think(live);
      if (this.#isBusy) return;
      this.#isBusy = true;
      void this.#act(live).then(() => {
        this.#isBusy = false;
      });
    });
  }

  /** One command, whose refusal is no surprise to him. */
  async #act(live: LiveShow): Promise<void> {
    try {
      if (this.#held === null) await this.#hold(live);
      else await this.#end(live, this.#held);
    } catch (error) {
      if (!(error instanceof OnsaleError)) throw error;
      this.#held = null;
    }
  }

  async #hold(live: LiveShow): Promise<void> {
    const { world, show } = this.#options;
    const available: Seat[] = live.sections.flatMap(({ states, first }) =>
      [...states].flatMap((state, index) => (state === 0 ? [first + index] : [])),
    );
    if (available.length === 0) return;
    const seats = world.chance.sample(available, world.chance.whole(1, seatsMax));
    const held = await live.hold({ id: this.#newId(), show, seats });
    if (held.state === 'active') this.#held = held.id;
  }

  async #end(live: LiveShow, hold: HoldId): Promise<void> {
    const { chance } = this.#options.world;
    if (chance.happens(0.2)) {
      await live.extend({ hold });
      return;
    }
    this.#held = null;
    if (chance.happens(0.4)) await live.release({ hold });
    else await live.pay({ hold, id: this.#newId(), method: 'sandbox-card' });
  }
}
