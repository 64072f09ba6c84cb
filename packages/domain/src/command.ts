import type { BestWish } from './best-wish.ts';
import type { Refusal } from './errors.ts';
import type { Hold } from './hold.ts';
import type { BuyerId, HoldId, OrderId, Seat, SectionIndex } from './ids.ts';
import type { Contact, Order } from './order.ts';
import { type SeatPlan, sectionsOf } from './plan.ts';

/** What can be asked of a section, by buyers (with `buyer`) or by the system itself. */
export type Command =
  | { readonly kind: 'hold'; readonly id: HoldId; readonly buyer: BuyerId; readonly seats: readonly Seat[] }
  | {
      readonly kind: 'best';
      readonly id: HoldId;
      readonly buyer: BuyerId;
      readonly wish: BestWish;
      /** The section in which the seats are chosen: one that the wish allows. */
      readonly section: SectionIndex;
      /** Whether to refuse seats apart here, as another section may have them together [B5]. */
      readonly togetherHere: boolean;
    }
  | {
      readonly kind: 'release';
      readonly hold: HoldId;
      readonly buyer: BuyerId;
      /** Some of the hold's seats, or null for all of them. */
      readonly seats: readonly Seat[] | null;
    }
  | { readonly kind: 'extend'; readonly hold: HoldId; readonly buyer: BuyerId }
  | {
      readonly kind: 'startPayment';
      readonly order: OrderId;
      readonly hold: HoldId;
      readonly buyer: BuyerId;
      /** Whom to write to about the order; absent where nobody is named. */
      readonly contact?: Contact;
    }
  | {
      readonly kind: 'settlePayment';
      readonly order: OrderId;
      readonly hold: HoldId;
      /** The order's buyer, whose cap decides about a late success [P1]. */
      readonly buyer: BuyerId;
      readonly outcome: 'succeeded' | 'declined';
    }
  | { readonly kind: 'expire'; readonly hold: HoldId }
  | { readonly kind: 'refund'; readonly order: OrderId; readonly hold: HoldId }
  /** Gives an order back in its buyer's name. */
  | { readonly kind: 'return'; readonly order: OrderId; readonly hold: HoldId; readonly buyer: BuyerId }
  | { readonly kind: 'recordRefund'; readonly order: OrderId; readonly hold: HoldId }
  | { readonly kind: 'block'; readonly seats: readonly Seat[] }
  | { readonly kind: 'unblock'; readonly seats: readonly Seat[] };

/**
 * A command with the seats that it may touch or must look at: known before its sections are locked, but for the choice
 * of the best ones, which looks at a whole section.
 */
export interface SeatedCommand {
  readonly command: Command;
  readonly seats: readonly Seat[];
}

/** The sections that a command touches, ascending: those that are locked for it. */
export function sectionsTouched(plan: SeatPlan, { command, seats }: SeatedCommand): readonly SectionIndex[] {
  return command.kind === 'best' ? [command.section] : sectionsOf(plan, seats);
}

/** The answer to one command. */
export type Outcome =
  | { readonly ok: true; readonly hold: Hold | null; readonly order: Order | null }
  | { readonly ok: false; readonly error: Refusal };

export type Accepted = Extract<Outcome, { ok: true }>;

export function refuse(code: Refusal['code'], details?: Refusal['details']): Outcome {
  return { ok: false, error: details === undefined ? { code } : { code, details } };
}

/** What must be loaded under the sections' locks before the commands can be decided. */
export interface Need {
  readonly seats: readonly Seat[];
  /** Sections of which every seat that is not available is needed, ascending. */
  readonly whole: readonly SectionIndex[];
  readonly holds: readonly HoldId[];
  readonly orders: readonly OrderId[];
  /** Holds whose newest order is needed too, where it exists. */
  readonly ordersOf: readonly HoldId[];
  /** Buyers whose holds are counted against cap and limits, ascending: the order in which they are locked. */
  readonly buyers: readonly BuyerId[];
}

/**
 * An extension and a payment's start move a deadline, and a payment's success may come late: they change what counts
 * towards the cap, so none of them may happen while another of the buyer's holds is decided elsewhere [H4].
 */
function changesClaims(
  command: Command,
): command is Extract<Command, { kind: 'extend' | 'startPayment' | 'settlePayment' }> {
  const { kind } = command;
  return kind === 'extend' || kind === 'startPayment' || kind === 'settlePayment';
}

/** The union of what the commands need, each key once. */
export function needOf(commands: readonly SeatedCommand[]): Need {
  const seats = new Set<Seat>();
  const whole = new Set<SectionIndex>();
  const holds = new Set<HoldId>();
  const orders = new Set<OrderId>();
  const ordersOf = new Set<HoldId>();
  const buyers = new Set<BuyerId>();
  for (const { command, seats: touched } of commands) {
    for (const seat of touched) seats.add(seat);
    if (command.kind === 'hold' || command.kind === 'best') {
      holds.add(command.id);
      buyers.add(command.buyer);
      if (command.kind === 'best') whole.add(command.section);
    } else if ('hold' in command) {
      holds.add(command.hold);
      ordersOf.add(command.hold);
    }
    if (changesClaims(command)) buyers.add(command.buyer);
    if ('order' in command) orders.add(command.order);
  }
  return {
    seats: [...seats].sort((a, b) => a - b),
    whole: [...whole].sort((a, b) => a - b),
    holds: [...holds].sort(),
    orders: [...orders].sort(),
    ordersOf: [...ordersOf].sort(),
    buyers: [...buyers].sort(),
  };
}
