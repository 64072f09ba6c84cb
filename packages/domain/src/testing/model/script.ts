import type { Command, SeatedCommand } from '../../command.ts';
import type { BuyerId, HoldId, OrderId, Seat, SectionIndex, ShowId } from '../../ids.ts';
import { type Move, type Ref, type Step, world } from './history.ts';
import type { SaleModel } from './sale-model.ts';

/** A step as commands, with the seats and sections that their batch covers. */
export interface ScriptedBatch {
  readonly show: ShowId;
  readonly sections: readonly SectionIndex[];
  readonly commands: readonly SeatedCommand[];
}

const idTail = '-7a4b-8c5d-6e7f8a9b0c1d';

export const holdIds: readonly HoldId[] = Array.from(
  { length: world.holdIds },
  (_, n) => `0192f0c1-000${n}${idTail}`,
);
export const orderIds: readonly OrderId[] = Array.from(
  { length: world.orderIds },
  (_, n) => `0192f0c1-100${n}${idTail}`,
);

const askedByBuyers: ReadonlySet<Command['kind']> = new Set(['release', 'extend', 'startPayment']);

/** The section of each seat, seat by seat. */
export const sectionOfSeat: readonly SectionIndex[] = world.sections.flatMap((count, section) =>
  Array<SectionIndex>(count).fill(section),
);

/**
 * Turns a step's numbers into commands. What is somebody's `own` is looked up in the model and in the
 * batch's commands so far, and so are the seats that a command on a hold may touch.
 */
export function scriptOf(model: SaleModel, step: Step): ScriptedBatch {
  const show = world.shows[step.show] ?? world.shows[0];
  const writer = new ScriptWriter(model, show);
  for (const move of step.moves) writer.add(move);
  const touched = writer.commands.flatMap(({ command, seats }) =>
    command.kind === 'best' ? [command.section] : seats.map((seat) => sectionOfSeat[seat] ?? 0),
  );
  const sections = touched.length === 0 ? [0] : [...new Set(touched)].sort((a, b) => a - b);
  return { show, sections, commands: writer.commands };
}

class ScriptWriter {
  readonly commands: SeatedCommand[] = [];
  readonly #model: SaleModel;
  readonly #show: ShowId;

  constructor(model: SaleModel, show: ShowId) {
    this.#model = model;
    this.#show = show;
  }

  add(move: Move): void {
    const command = this.#commandOf(move);
    // The system's commands come with the sale of their hold, which the caller has looked up.
    const system = 'hold' in command && !askedByBuyers.has(command.kind);
    if (system && (this.#model.holds.get(command.hold)?.show ?? this.#show) !== this.#show) return;
    this.commands.push({ command, seats: this.#seatsOf(command) });
  }

  #commandOf(move: Move): Command {
    switch (move.kind) {
      case 'hold':
        return { kind: 'hold', id: idOf(move.id), buyer: buyerOf(move.buyer), seats: move.seats };
      case 'best':
        return this.#bestOf(move);
      case 'repeat':
        return this.#repeatOf(this.#holdOf(move.id));
      case 'release': {
        const hold = this.#holdOf(move.hold);
        return {
          kind: 'release',
          hold,
          buyer: this.#buyerOf(move.buyer, hold),
          seats: this.#givenOf(move, hold),
        };
      }
      case 'extend': {
        const hold = this.#holdOf(move.hold);
        return { kind: 'extend', hold, buyer: this.#buyerOf(move.buyer, hold) };
      }
      case 'startPayment': {
        const hold = this.#holdOf(move.hold);
        const contact = world.contacts[move.contact ?? -1];
        return {
          kind: 'startPayment',
          order: this.#orderOf(move.order),
          hold,
          buyer: this.#buyerOf(move.buyer, hold),
          ...(contact === undefined ? {} : { contact }),
        };
      }
      case 'settlePayment': {
        const ids = this.#orderedOf(move);
        const buyer = this.#buyerOf(move.buyer, ids.hold);
        return { kind: 'settlePayment', outcome: move.outcome, buyer, ...ids };
      }
      case 'return': {
        const ids = this.#orderedOf(move);
        return { kind: 'return', buyer: this.#buyerOf(move.buyer, ids.hold), ...ids };
      }
      case 'refund':
      case 'recordRefund':
        return { kind: move.kind, ...this.#orderedOf(move) };
      case 'expire':
        return { kind: 'expire', hold: this.#holdOf(move.hold) };
      case 'block':
      case 'unblock':
        return { kind: move.kind, seats: move.seats };
    }
  }

  #bestOf({ id, buyer, section, wished, ...move }: Extract<Move, { kind: 'best' }>): Command {
    const sections = wished.length === 0 || wished.includes(section) ? wished : [...wished, section];
    const { count, together, togetherHere } = move;
    const wish = {
      ...{ count, together, sections: sections.map((index) => `section-${index + 1}`) },
      ...{ price: null, priceMax: null, accessible: 0 },
    };
    return { kind: 'best', id: idOf(id), buyer: buyerOf(buyer), section, wish, togetherHere };
  }

  #repeatOf(id: HoldId): Command {
    const earlier = this.#model.holds.get(id);
    const { buyer, requested } = earlier ?? { buyer: buyerOf(0), requested: [0] };
    if (earlier?.choice?.kind === 'best') {
      const section = sectionOfSeat[requested[0] ?? 0] ?? 0;
      return { kind: 'best', id, buyer, section, wish: { ...earlier.choice.wish }, togetherHere: true };
    }
    return { kind: 'hold', id, buyer, seats: [...requested].reverse() };
  }

  #buyerOf(buyer: number | 'own', hold: HoldId): BuyerId {
    if (buyer !== 'own') return buyerOf(buyer);
    return this.#model.holds.get(hold)?.buyer ?? this.#holdCommands(hold)[0]?.buyer ?? buyerOf(0);
  }

  #givenOf({ seats }: { seats: readonly Seat[] | { nth: number } | null }, hold: HoldId) {
    if (seats === null || !('nth' in seats)) return seats;
    const requested = this.#model.holds.get(hold)?.requested ?? [];
    return [roundRobin(requested, seats.nth) ?? seats.nth];
  }

  #orderedOf(move: { order: Ref; hold: Ref | 'own' }): { order: OrderId; hold: HoldId } {
    const order = this.#orderOf(move.order);
    if (move.hold !== 'own') return { order, hold: this.#holdOf(move.hold) };
    const started = this.commands.flatMap(({ command }) =>
      command.kind === 'startPayment' && command.order === order ? [command.hold] : [],
    );
    return { order, hold: this.#model.orders.get(order)?.hold ?? started[0] ?? idOf(0) };
  }

  #holdOf(ref: Ref): HoldId {
    if (typeof ref === 'number') return idOf(ref);
    const written = this.commands.flatMap(({ command }) =>
      command.kind === 'hold' || command.kind === 'best' ? [command.id] : [],
    );
    return roundRobin([...this.#model.holds.keys(), ...written], ref.known) ?? idOf(ref.known);
  }

  #orderOf(ref: Ref): OrderId {
    if (typeof ref === 'number') return orderOf(ref);
    const written = this.commands.flatMap(({ command }) =>
      command.kind === 'startPayment' ? [command.order] : [],
    );
    return roundRobin([...this.#model.orders.keys(), ...written], ref.known) ?? orderOf(ref.known);
  }

  #seatsOf(command: Command): readonly Seat[] {
    if ('hold' in command) {
      const known = this.#model.holds.get(command.hold)?.requested ?? [];
      return [...known, ...this.#holdCommands(command.hold).flatMap(({ seats }) => seats)].filter(isSeat);
    }
    return command.kind === 'best' ? [] : command.seats.filter(isSeat);
  }

  #holdCommands(id: HoldId) {
    return this.commands.flatMap(({ command }) =>
      command.kind === 'hold' && command.id === id ? [command] : [],
    );
  }
}

function isSeat(seat: number): boolean {
  return sectionOfSeat[seat] !== undefined;
}

function roundRobin<T>(items: readonly T[], n: number): T | undefined {
  return items[n % items.length];
}

function idOf(n: number): HoldId {
  return holdIds[n] ?? 'no-uuid';
}

function orderOf(n: number): OrderId {
  return orderIds[n] ?? 'no-uuid';
}

function buyerOf(n: number): BuyerId {
  return world.buyers[n] ?? 'nobody';
}
