import type { LogEntry } from '../change.ts';
import type { Command, Outcome } from '../command.ts';
import type { Hold } from '../hold.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat } from '../ids.ts';
import type { Contact, Order } from '../order.ts';
import { sectionsOf } from '../plan.ts';
import type { Sale } from '../show.ts';
import { createTestSale, type TestSaleOptions, testShowImport } from './fixtures.ts';
import { createIdMaker } from './id-maker.ts';
import { MemoryStore } from './memory-store.ts';
import { heldOf, orderedOf } from './outcomes.ts';
import { createRandom } from './random.ts';

/** A sale on a store in memory whose clock stands still until the test moves it: for tests of single rules. */
export class Desk {
  nowMs: EpochMs = 1_000_000;
  readonly sale: Sale;
  readonly store: MemoryStore;
  readonly newId: () => string;
  /** The log entries of the newest batch. */
  entries: readonly LogEntry[] = [];

  constructor(options: TestSaleOptions & { readonly blocked?: readonly Seat[] } = {}) {
    this.sale = createTestSale(options);
    this.store = new MemoryStore(() => this.nowMs);
    this.store.importNow(testShowImport(options));
    this.newId = createIdMaker(createRandom(1), () => this.nowMs);
  }

  /** One batch of the commands, under the locks of all sections. */
  batch(...commands: readonly Command[]): readonly Outcome[] {
    const { sale } = this;
    const every = sale.plan.sections.flatMap(({ first, count }) =>
      Array.from({ length: count }, (_, place) => first + place),
    );
    const seated = commands.map((command) => ({ command, seats: every }));
    const committed = this.store.commitNow({
      sale,
      sections: sectionsOf(sale.plan, every),
      commands: seated,
    });
    this.entries = committed.entries;
    return committed.outcomes;
  }

  ask(command: Command): Outcome {
    const [outcome] = this.batch(command);
    if (outcome === undefined) throw new Error('one command must have one outcome');
    return outcome;
  }

  /** Holds seats, which must be granted. */
  hold(buyer: BuyerId, seats: readonly Seat[], id: HoldId = this.newId()): Hold {
    return heldOf(this.ask({ kind: 'hold', id, buyer, seats }));
  }

  release({ id, buyer }: Hold, seats: readonly Seat[] | null = null): Outcome {
    return this.ask({ kind: 'release', hold: id, buyer, seats });
  }

  extend({ id, buyer }: Hold): Outcome {
    return this.ask({ kind: 'extend', hold: id, buyer });
  }

  pay({ id, buyer }: Hold, order: OrderId = this.newId(), contact?: Contact): Outcome {
    const named = contact === undefined ? {} : { contact };
    return this.ask({ kind: 'startPayment', order, hold: id, buyer, ...named });
  }

  /** Starts a payment, which must be accepted. */
  startPayment(hold: Hold): Order {
    return orderedOf(this.pay(hold));
  }

  settle({ id, hold, buyer }: Order, outcome: 'succeeded' | 'declined'): Outcome {
    return this.ask({ kind: 'settlePayment', order: id, hold, buyer, outcome });
  }

  giveBack({ id, hold, buyer }: Order): Outcome {
    return this.ask({ kind: 'return', order: id, hold, buyer });
  }

  /** Buys seats. */
  buy(buyer: BuyerId, seats: readonly Seat[]): Order {
    return orderedOf(this.settle(this.startPayment(this.hold(buyer, seats)), 'succeeded'));
  }

  expire({ id }: Hold): Outcome {
    return this.ask({ kind: 'expire', hold: id });
  }

  /** The newest row of a hold. */
  heldNow({ id }: Pick<Hold, 'id'>): Hold | null {
    return this.store.holdNow(id);
  }

  /** The states as they are stored, one digit per seat, a section after the other. */
  states(): string {
    const { sale, store } = this;
    const sections = sale.plan.sections.map((_, section) =>
      store.snapshotNow({ show: sale.show.id, section }),
    );
    return sections.map((snapshot) => snapshot?.states.join('')).join('|');
  }
}
