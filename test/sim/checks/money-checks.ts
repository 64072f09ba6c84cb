import { amountOf, type Hold, type Order } from '@onsale/domain';
import type { SimProvider } from '../provider.ts';
import type { World } from '../world.ts';
import { type Change, ownerOf, type Truth } from './truth.ts';

/** P1 to P3: the provider's books against the orders. */
export class MoneyChecks {
  readonly #world: World;
  readonly #truth: Truth;
  readonly #provider: SimProvider;

  constructor(world: World, truth: Truth, provider: SimProvider) {
    this.#world = world;
    this.#truth = truth;
    this.#provider = provider;
  }

  /** [P2] Seats and amount are the hold's and the price list's when payment starts, and never change after. */
  checkChange(change: Change): void {
    const { seen, before, after } = change;
    this.#checkReturns(change);
    for (const [id, order] of after.orders) {
      const earlier = before.orders.get(id);
      const atStart = [before.holds.get(order.hold), after.holds.get(order.hold)];
      if (earlier === undefined) this.#checkStart(order, atStart);
      else if (
        `${earlier.seats}` !== `${order.seats}` ||
        earlier.amount !== order.amount ||
        earlier.hold !== order.hold
      )
        this.#world.break('P2', 'an order changed after its start', { earlier, order });
      if (order.state === 'paid' && earlier?.state !== 'paid') this.#checkSold(order, seen.process);
    }
  }

  /** [P3] Given back by its buyer, until the show's moment; and refused only otherwise. */
  #checkReturns({ seen, before, after }: Change): void {
    const { returnsUntilMs } = this.#truth.sale.show;
    const isOpen = returnsUntilMs !== null && seen.decidedAtMs < returnsUntilMs;
    for (const [index, { command }] of seen.commands.entries()) {
      if (command.kind !== 'return') continue;
      const [earlier, order] = [before.orders.get(command.order), after.orders.get(command.order)];
      const outcome = seen.decision.outcomes[index];
      const isOwn = earlier?.buyer === command.buyer;
      const isPaid = earlier?.state === 'paid';
      if (outcome?.ok === true && (!isOwn || order?.state === 'paid' || order?.state === 'pending'))
        this.#world.break('P3', 'an order was said to be given back', { command, earlier, order });
      if (seen.commands.length === 1 && isOwn && isPaid && (outcome?.ok === true) !== isOpen)
        this.#world.break('P3', 'a return was decided against the show’s terms', {
          command,
          outcome,
          returnsUntilMs,
        });
    }
  }

  /** The hold's rows before and after the batch: another command of it may have changed the hold, too. */
  #checkStart(order: Order, rows: readonly (Hold | undefined)[]): void {
    const isOfHold = rows.some(
      (hold) => `${hold?.seats}` === `${order.seats}` && hold?.buyer === order.buyer,
    );
    if (order.amount !== amountOf(this.#truth.sale, order.seats) || !isOfHold)
      this.#world.break('P2', 'an order is not for its hold’s seats at their price', { order, rows });
    const hold = rows.at(-1);
    if (hold?.state === 'active' && !hold.extended)
      this.#world.break('P2', 'the start of a payment did not give time to pay', { order, hold });
  }

  #checkSold(order: Order, process: string): void {
    const lacking = order.seats.filter((seat) => {
      const record = this.#truth.seats[seat];
      return record?.state !== 'sold' || ownerOf(record) !== order.hold;
    });
    if (lacking.length > 0)
      this.#world.break('P1', `${process} sold an order without its seats`, { order, lacking });
    for (const rows of this.#truth.orders.values()) {
      const other = rows.at(-1);
      if (other?.hold === order.hold && other.id !== order.id && other.state === 'paid')
        this.#world.break('P1', 'a hold was paid for twice', { order, other });
    }
  }

  /** [P1] What was taken is paid for, due back, given back, or about to be told; nothing else is. */
  checkBooks(): void {
    for (const charge of this.#provider.charges.values()) {
      const order = this.#truth.order(charge.order);
      if (order === undefined) this.#world.break('P1', 'money was asked for without an order', charge);
      else if (charge.amount !== order.amount)
        this.#world.break('P2', 'another amount was charged', { charge, order });
    }
    for (const rows of this.#truth.orders.values()) {
      const order = rows.at(-1);
      if (order !== undefined && !this.#isAccountedFor(order))
        this.#world.break('P1', `${order.state} is not what became of the money`, {
          order,
          charge: this.#provider.charges.get(order.id) ?? null,
        });
    }
  }

  #isAccountedFor({ id, state }: Order): boolean {
    const charge = this.#provider.charges.get(id);
    const isTaken = charge?.state === 'succeeded';
    const isRefunded = charge?.isRefunded ?? false;
    switch (state) {
      case 'pending':
        return !isRefunded;
      case 'declined':
        return !isTaken || charge.isLate;
      case 'paid':
        return isTaken && !isRefunded;
      case 'refund_due':
        return isTaken;
      case 'refunded':
        return isTaken && isRefunded;
    }
  }

  /** Money by what became of it, in the currency's minor unit: what was taken must be the sum of the rest. */
  sums(): {
    readonly taken: number;
    readonly paid: number;
    readonly refunded: number;
    readonly open: number;
  } {
    const sums = { taken: 0, paid: 0, refunded: 0, open: 0 };
    for (const { order: id, amount, state } of this.#provider.charges.values()) {
      if (state !== 'succeeded') continue;
      sums.taken += amount;
      const order = this.#truth.order(id);
      if (order?.state === 'paid') sums.paid += order.amount;
      else if (order?.state === 'refunded') sums.refunded += order.amount;
      else if (order !== undefined) sums.open += order.amount;
    }
    return sums;
  }
}
