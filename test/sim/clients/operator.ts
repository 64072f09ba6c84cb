import type { Order, Sale } from '@onsale/domain';
import type { Truth } from '../checks/truth.ts';
import type { Machine } from '../machine.ts';
import type { Front } from '../sale/front.ts';
import type { World } from '../world.ts';

export interface OperatorOptions {
  readonly world: World;
  readonly machine: Machine;
  readonly sale: Sale;
  readonly front: Front;
  /** What the operator's lists would show. */
  readonly truth: Truth;
}

const thinkMs = 700;
const answerMsMax = 2_000;

/** Somebody of the house: takes orders back, takes seats out of the sale and puts them in again. */
export class Operator {
  readonly #options: OperatorOptions;
  #isLeaving = false;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  /** Starts, within an event of the operator's machine. */
  start(): void {
    const { machine, world } = this.#options;
    machine.after(world.chance.span(thinkMs), 'thinks', () => {
      if (this.#isLeaving) return;
      if (world.chance.happens(0.6)) this.#refund();
      else this.#block();
      this.start();
    });
  }

  leave(): void {
    this.#isLeaving = true;
  }

  #refund(): void {
    const { machine, front, truth, world } = this.#options;
    const paid = [...truth.orders.values()]
      .map((rows) => rows.at(-1))
      .filter((order): order is Order => order?.state === 'paid');
    if (paid.length === 0) return;
    const { id } = world.chance.pick(paid);
    void front.ask(
      machine,
      'refund',
      (process) => process.answer('operator', { kind: 'refund', order: id }),
      answerMsMax,
    );
  }

  #block(): void {
    const { machine, front, sale, world } = this.#options;
    const every = Array.from({ length: sale.plan.seatCount }, (_, seat) => seat);
    const seats = world.chance.sample(every, world.chance.whole(1, 2));
    const kind = world.chance.happens(0.4) ? 'block' : 'unblock';
    void front.ask(
      machine,
      kind,
      ({ running }) => running.room.lanes.submit(sale, { command: { kind, seats }, seats }),
      answerMsMax,
    );
  }
}
