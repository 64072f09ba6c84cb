import type { BuyerId, EpochMs, HoldId, OrderId, Outcome, Sale, Seat } from '@onsale/domain';
import type { Machine } from '../machine.ts';
import { type Ask, type HoldAsk, isDefinite, isHoldAsk } from '../sale/ask.ts';
import type { Front } from '../sale/front.ts';
import type { World } from '../world.ts';

export interface BuyerOptions {
  readonly world: World;
  readonly machine: Machine;
  readonly id: BuyerId;
  readonly sale: Sale;
  readonly front: Front;
  readonly thinkMs: number;
  /** Whether he leaves the choice of seats to the sale at times. */
  readonly choosesBest: boolean;
  readonly newId: () => string;
  /** Every hold that anybody has asked for: ids get around. */
  readonly gossip: HoldId[];
}

/** A hold of the buyer's, as far as he was told. */
interface Held {
  readonly id: HoldId;
  readonly seats: readonly Seat[];
  isOver: boolean;
}

/** Paid orders that he remembers. */
const ordersMax = 4;

/** An ask without an answer that stands. */
interface Open {
  /** Questions under way. */
  waiting: number;
  /** Whether he will ask again by himself. */
  isPlanned: boolean;
}

const answerMsMax = 1_500;
/** Clients wait this long before they ask what became of a hold: processes refuse younger ids from memory. */
const repeatMsMin = 1_000;
/** With this many asks open he wants nothing new. */
const openMax = 8;
/** Past asks that may be asked again word for word. */
const rememberedMax = 12;
const heldMax = 6;

const methods = ['sandbox-card', 'sandbox-slow', 'sandbox-late-success'] as const;

/**
 * A buyer over plain HTTP, in a hurry and none too careful: he takes seats, pays, lets go, walks away, asks the same
 * thing twice at once, uses ids again for something else, and tries his luck with the holds of others. What he got no
 * answer to he asks again by its id, mostly.
 */
export class Buyer {
  readonly #options: BuyerOptions;
  readonly #held: Held[] = [];
  #paid: OrderId[] = [];
  readonly #asked: Ask[] = [];
  readonly #open = new Map<Ask, Open>();
  /** When each hold was first asked for, in true time. */
  readonly #firstAskedMs = new Map<HoldId, number>();
  #isLeaving = false;

  constructor(options: BuyerOptions) {
    this.#options = options;
  }

  /** Starts, within an event of his machine. */
  start(): void {
    this.#think();
  }

  /** Wants nothing more, but to know what became of everything. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** What he still waits for. */
  get open(): readonly Ask[] {
    return [...this.#open.keys()];
  }

  #think(): void {
    const { machine, world, thinkMs } = this.#options;
    machine.after(world.chance.span(thinkMs), 'thinks', () => {
      if (this.#isLeaving) this.#askAgain();
      else if (this.#open.size >= openMax) this.#askAgain();
      else this.#act();
      this.#think();
    });
  }

  /** Asks once more for something without an answer that stands: one at a time, so that no crowd of repeats forms. */
  #askAgain(): void {
    const open = [...this.#open];
    if (open.some(([, { waiting }]) => waiting > 0)) return;
    if (open.length > 0) this.#send(this.#options.world.chance.pick(open)[0]);
  }

  #act(): void {
    const { chance } = this.#options.world;
    const held = this.#held.filter(({ isOver }) => !isOver);
    const own = held.length > 0 ? chance.pick(held) : null;
    const dice = chance.below(100);
    if (own !== null && dice < 30) this.#ask(this.#payFor(own.id));
    else if (own !== null && dice < 42) this.#ask(this.#partOf(own));
    else if (own !== null && dice < 50) this.#ask({ kind: 'extend', hold: own.id });
    else if (this.#paid.length > 0 && dice < 54)
      this.#ask({ kind: 'return', order: chance.pick(this.#paid) });
    else if (this.#asked.length > 0 && dice < 62) this.#repeat(chance.pick(this.#asked));
    else if (this.#options.gossip.length > 0 && dice < 68) this.#meddle();
    else this.#ask(this.#wanting(this.#newHoldId()));
  }

  /** Word for word, perhaps twice at once; or the same id with something else. */
  #repeat(ask: Ask): void {
    const { chance } = this.#options.world;
    if (isHoldAsk(ask) && chance.happens(0.2)) this.#ask(this.#wanting(ask.id));
    else this.#ask(ask);
    if (!isHoldAsk(ask) && chance.happens(0.3)) this.#ask(ask);
  }

  /** Acts on a hold that may be anybody's. */
  #meddle(): void {
    const { chance } = this.#options.world;
    const id = chance.pick(this.#options.gossip);
    if (chance.happens(0.3)) this.#ask(this.#wanting(id));
    else if (chance.happens(0.2)) this.#ask({ kind: 'extend', hold: id });
    else this.#ask(chance.happens(0.5) ? this.#payFor(id) : { kind: 'release', hold: id, seats: null });
  }

  #payFor(hold: HoldId): Ask {
    return {
      kind: 'pay',
      hold,
      order: this.#options.newId(),
      method: this.#options.world.chance.pick(methods),
    };
  }

  #partOf({ id, seats }: Held): Ask {
    const { chance } = this.#options.world;
    if (chance.happens(0.5)) return { kind: 'release', hold: id, seats: null };
    return { kind: 'release', hold: id, seats: chance.sample(seats, chance.whole(1, seats.length)) };
  }

  #newHoldId(): HoldId {
    const id = this.#options.newId();
    this.#options.gossip.push(id);
    return id;
  }

  /** Seats by name, or, some of the time, the best that there are. */
  #wanting(id: HoldId): HoldAsk {
    const { world, sale, choosesBest } = this.#options;
    const { chance } = world;
    if (!choosesBest || chance.happens(0.5)) return { kind: 'hold', id, seats: this.#someSeats() };
    const sections = sale.plan.sections.map((section) => section.id);
    const wish = {
      count: chance.whole(1, 3),
      sections: chance.happens(0.4) ? chance.sample(sections, chance.whole(1, sections.length)) : [],
      price: null,
      priceMax: null,
      accessible: 0,
      together: chance.happens(0.3),
    };
    return { kind: 'best', id, wish };
  }

  /** Mostly neighbours, so that buyers get in each other's way in part. */
  #someSeats(): readonly Seat[] {
    const { world, sale } = this.#options;
    const { chance } = world;
    const count = chance.whole(1, Math.min(3, sale.plan.seatCount));
    const every = Array.from({ length: sale.plan.seatCount }, (_, seat) => seat);
    if (chance.happens(0.3)) return chance.sample(every, count);
    const first = chance.below(sale.plan.seatCount - count + 1);
    return every.slice(first, first + count);
  }

  #ask(ask: Ask): void {
    this.#asked.push(ask);
    if (this.#asked.length > rememberedMax) this.#asked.shift();
    if (!this.#open.has(ask)) this.#open.set(ask, { waiting: 0, isPlanned: false });
    this.#send(ask);
  }

  #send(ask: Ask): void {
    const { machine, front, id } = this.#options;
    const open = this.#open.get(ask);
    if (open === undefined || this.#isTooEarly(ask)) return;
    open.waiting++;
    void front
      .ask(machine, `${ask.kind} of ${id}`, (process) => process.answer(id, ask), answerMsMax)
      .then((reply) => {
        open.waiting--;
        if (reply.kind === 'answered' && isDefinite(reply.value)) this.#learn(ask, reply.value);
        else this.#wonder(ask, open);
      });
  }

  /** Whether it is a hold that was asked for only a moment ago. */
  #isTooEarly(ask: Ask): boolean {
    if (!isHoldAsk(ask)) return false;
    const { nowMs } = this.#options.world;
    const firstMs = this.#firstAskedMs.get(ask.id);
    if (firstMs === undefined) this.#firstAskedMs.set(ask.id, nowMs);
    return firstMs !== undefined && nowMs < firstMs + repeatMsMin;
  }

  #learn(ask: Ask, outcome: Outcome): void {
    this.#open.delete(ask);
    if (!outcome.ok || outcome.hold === null) return;
    if (ask.kind === 'pay' && outcome.order?.state === 'paid')
      this.#paid = [...this.#paid, outcome.order.id].slice(-ordersMax);
    const { id, seats, state, untilMs } = outcome.hold;
    const known = this.#held.find((held) => held.id === id);
    if (known !== undefined) known.isOver = state !== 'active';
    else if (state === 'active') this.#holdOn({ id, seats, isOver: false }, untilMs);
  }

  /** Some buyers make up their minds when there is hardly any time left, and then want everything at once. */
  #holdOn(held: Held, untilMs: EpochMs): void {
    const { machine, world } = this.#options;
    this.#held.push(held);
    if (this.#held.length > heldMax) this.#held.shift();
    if (!world.chance.happens(0.2)) return;
    machine.after(untilMs - world.epochMs + world.chance.between(-80, 20), 'hurries', () => {
      if (this.#isLeaving || held.isOver) return;
      this.#ask(this.#lastWord(held));
      if (world.chance.happens(0.7)) this.#ask(this.#wanting(this.#newHoldId()));
    });
  }

  #lastWord(held: Held): Ask {
    const { chance } = this.#options.world;
    if (chance.happens(0.3)) return { kind: 'extend', hold: held.id };
    return chance.happens(0.7) ? this.#payFor(held.id) : this.#partOf(held);
  }

  /** No answer that stands: he asks again after a while, or gives up for the time being. */
  #wonder(ask: Ask, open: Open): void {
    const { machine, world } = this.#options;
    if (this.#isLeaving || open.isPlanned || world.chance.happens(0.2)) return;
    open.isPlanned = true;
    const waitMs = world.chance.between(10, 600) + (isHoldAsk(ask) ? repeatMsMin : 0);
    machine.after(waitMs, 'asks again', () => {
      open.isPlanned = false;
      if (this.#open.has(ask)) this.#send(ask);
    });
  }
}
