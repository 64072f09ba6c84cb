import type { Buyer } from '../clients/buyer.ts';
import type { Operator } from '../clients/operator.ts';
import type { Page } from '../clients/page.ts';
import type { SaleProcess } from '../sale/process.ts';
import type { SimDatabase } from '../store/database.ts';
import type { World } from '../world.ts';
import type { Inspector } from './inspector.ts';

export interface LivenessOptions {
  readonly world: World;
  readonly inspector: Inspector;
  readonly database: SimDatabase;
  readonly processes: readonly SaleProcess[];
  readonly buyers: readonly Buyer[];
  readonly pages: readonly Page[];
  readonly operator: Operator | null;
}

/** How far behind the database a connected page may be once faults have stopped [L3]. */
const behindMsMax = 2_000;
/** How long buyers go on after the faults have stopped. */
const busyMs = 2_500;
/** How long everything may take to come to rest after that. */
const restMsMax = 40_000;

/** L3 and A1: what must come true once faults have stopped. */
export class Liveness {
  readonly #options: LivenessOptions;
  /** Since when each page has had the connection that it has. */
  readonly #wired = new Map<Page, { readonly wire: Page['wire']; readonly sinceMs: number }>();
  #startedAtMs = 0;

  constructor(options: LivenessOptions) {
    this.#options = options;
  }

  /** Faults have stopped. */
  start(): void {
    this.#startedAtMs = this.#options.world.nowMs;
  }

  get isBusyOver(): boolean {
    return this.#options.world.nowMs >= this.#startedAtMs + busyMs;
  }

  afterStep(): void {
    const { world, pages, inspector } = this.#options;
    const { truth } = inspector;
    for (const page of pages) {
      const { wire, live } = page;
      if (this.#wired.get(page)?.wire !== wire) this.#wired.set(page, { wire, sinceMs: world.nowMs });
      const sinceMs = this.#wired.get(page)?.sinceMs ?? world.nowMs;
      if (wire?.state !== 'open' || live === null || world.nowMs < sinceMs + behindMsMax) continue;
      for (const [index, map] of live.sections.entries()) {
        const due = truth.headAt(index, world.nowMs - behindMsMax);
        if ((map.version ?? -1) < due)
          world.break(
            'L3',
            `${page.machine.name} shows ${map.id} at ${map.version} and not at ${due}`,
            live.state,
          );
      }
    }
    if (world.nowMs > this.#startedAtMs + busyMs + restMsMax)
      world.break('A1', 'the sale does not come to rest', [...this.whatIsLeft()]);
  }

  /** Whether nothing is left to be answered, settled, swept or shown. */
  isAtRest(): boolean {
    return this.whatIsLeft().next().done === true;
  }

  /** What is not done yet, in words. */
  *whatIsLeft(): Generator<string> {
    const { inspector, buyers, pages, processes } = this.#options;
    const { truth, answers, money } = inspector;
    for (const buyer of buyers) if (buyer.open.length > 0) yield `unanswered: ${JSON.stringify(buyer.open)}`;
    const open = answers.openOn(processes.map(({ machine }) => machine));
    if (open.length > 0) yield `under way: ${JSON.stringify(open)}`;
    for (const rows of truth.orders.values()) {
      const order = rows.at(-1);
      if (order?.state === 'pending' || order?.state === 'refund_due')
        yield `open order: ${JSON.stringify(order)}`;
    }
    const { open: openMoney } = money.sums();
    if (openMoney > 0) yield `money without an order or a refund: ${openMoney}`;
    for (const rows of truth.holds.values()) {
      const hold = rows.at(-1);
      if (hold?.state === 'active') yield `active hold: ${JSON.stringify(hold)}`;
    }
    for (const { live, machine } of pages)
      for (const [index, map] of (live?.sections ?? []).entries())
        if (map.version !== truth.head(index)) yield `${machine.name} shows ${map.id} at ${map.version}`;
  }

  /** At rest: the money and the maps are what they should be, to the last unit and seat. */
  checkEnd(): void {
    const { world, inspector, database, pages } = this.#options;
    const { truth, money } = inspector;
    const { taken, paid, refunded, open } = money.sums();
    if (taken !== paid + refunded || open !== 0) world.break('P1', 'the sums differ', money.sums());
    for (const { live, machine } of pages)
      for (const [section, map] of (live?.sections ?? []).entries()) {
        const stored = database.memory.snapshotNow({ show: truth.sale.show.id, section });
        if (stored?.states.join('') !== map.states.join(''))
          world.break(
            'L3',
            `${machine.name} shows ${map.id} otherwise than the database`,
            map.states.join(''),
          );
      }
  }
}
