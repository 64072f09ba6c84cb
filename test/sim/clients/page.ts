import {
  type Link,
  type LinkHandlers,
  type LiveShow,
  OnsaleError,
  openLiveShow,
  type Timing,
} from '@onsale/client';
import { type LayoutFile, showBodyOf } from '@onsale/contracts';
import type { BuyerId, Sale } from '@onsale/domain';
import type { Inspector } from '../checks/inspector.ts';
import type { Machine } from '../machine.ts';
import type { Front } from '../sale/front.ts';
import type { Wire, Wires } from '../sale/wire.ts';
import type { Variant } from '../variant.ts';
import type { World } from '../world.ts';
import { createPageHttp } from './page-http.ts';
import { openPageLink } from './page-link.ts';

export interface PageOptions {
  readonly world: World;
  readonly machine: Machine;
  readonly buyer: BuyerId;
  readonly sale: Sale;
  readonly layout: LayoutFile;
  readonly front: Front;
  readonly wires: Wires;
  readonly inspector: Inspector;
  readonly newTicket: () => string;
  readonly variant: Variant;
}

/** A browser with the sale's page open: the real client, over simulated wires. */
export class Page {
  readonly machine: Machine;
  /** Hears of each opening of the page. */
  onOpen: (live: LiveShow) => void = () => {};
  readonly #options: PageOptions;
  #live: LiveShow | null = null;
  #wire: Wire | null = null;

  constructor(options: PageOptions) {
    this.#options = options;
    this.machine = options.machine;
  }

  /** The live map, while the page is open. */
  get live(): LiveShow | null {
    return this.#live;
  }

  /** The newest connection that it has had. */
  get wire(): Wire | null {
    return this.#wire;
  }

  /** Opens the page, within an event of its machine. */
  open(): void {
    const { world, machine, sale, layout, variant } = this.#options;
    const timing: Timing = {
      nowMs: () => machine.monotonicMs(),
      pause: (waitMs) =>
        new Promise((resolve) => {
          machine.after(waitMs, 'waited', resolve);
        }),
      random: () => world.chance.between(0, 1),
    };
    this.#live = openLiveShow({
      http: createPageHttp(this.#options),
      show: showBodyOf(sale, layout, world.epochMs),
      ownOrigin: 'https://sale.test',
      openLink: (address, handlers, timeoutMs) => this.#connect(address, handlers, timeoutMs),
      timing,
    });
    variant.page?.(this.#live);
    this.onOpen(this.#live);
  }

  /** The page is closed, with everything that it knew. */
  close(): void {
    this.#live = null;
    this.#wire = null;
    this.machine.die();
  }

  async #connect(
    { url, ticket }: { readonly url: string; readonly ticket: string },
    handlers: LinkHandlers,
    timeoutMs: number,
  ): Promise<Link> {
    const { world, machine, buyer, front, wires, inspector } = this.#options;
    const process = front.processes.find(({ name }) => name === url);
    if (process === undefined || process.machine.state === 'down') {
      await new Promise<void>((resolve) => {
        machine.after(wires.latencyMs, 'nobody listens', resolve);
      });
      throw new OnsaleError('UNAVAILABLE');
    }
    const wire = wires.connect(machine, process.machine);
    const connection = { world, inspector, machine, buyer, process, wires, wire, ticket, handlers };
    const link = await openPageLink(connection, timeoutMs);
    this.#wire = wire;
    return link;
  }
}
