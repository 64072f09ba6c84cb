import { newId } from '@onsale/client';
import { createRandom, type Random } from '@onsale/domain/testing';
import { Buyer, type Desk } from './buyer.ts';
import { type Asked, type CallOutcome, type History, isAnswer } from './history.ts';
import { pause } from './pause.ts';
import type { StagedShow } from './shows.ts';

/** What buyers do. Shares are of 1. */
export interface LoadPlan {
  readonly seed: number;
  /** Arrivals per second; they come whether or not earlier ones have been answered. */
  readonly arrivalsPerSecond: number;
  readonly buyers: number;
  /** How many go for the few seats that everybody wants. */
  readonly hotShare: number;
  /** How many of those who hold seats pay; of the others two thirds give back, the rest lets time run out. */
  readonly payShare: number;
  /** How many want seats in two sections, half of them naming the later section first. */
  readonly acrossShare: number;
}

export const usualLoad: LoadPlan = {
  seed: 1,
  arrivalsPerSecond: 30,
  buyers: 240,
  hotShare: 0.4,
  payShare: 0.3,
  acrossShare: 0.25,
};

const hotSeatsPerShow = 12;
const seatsMax = 4;
/** Visits at a time; who comes while so many are under way goes away again, and is counted. */
const visitsMax = 1_500;
/** How often a command without an answer is asked again while its buyer has patience. */
const repeatsMax = 4;
const choicesMax = 3;
const resolveTriesMax = 40;
const sessionsAtOnce = 16;

export interface Load {
  /** Opens the doors: arrivals begin. */
  open(): void;
  /** Arrivals that found too many under way. */
  readonly turnedAway: number;
  /** A further buyer, whose unanswered commands are asked again with the others'. */
  welcome(buyer: Buyer): void;
  /** Ends the arrivals and waits for the visits under way. */
  stop(): Promise<void>;
  /** Asks every command whose outcome is unknown again, by its id, until it is known. */
  resolve(): Promise<void>;
  close(): void;
}

/** Opens the sessions of the buyers; nobody acts before the doors are open. */
export async function prepareLoad(
  plan: LoadPlan,
  shows: readonly StagedShow[],
  desks: readonly Desk[],
  history: History,
): Promise<Load> {
  const buyers = await arriveAll(plan.buyers, desks, history);
  return new Crowd(plan, shows, desks, buyers, history);
}

async function arriveAll(count: number, desks: readonly Desk[], history: History): Promise<Buyer[]> {
  const apis = desks.filter(({ service }) => service === 'seats-api');
  const buyers: Buyer[] = [];
  while (buyers.length < count) {
    const next = Math.min(sessionsAtOnce, count - buyers.length);
    buyers.push(...(await Promise.all(Array.from({ length: next }, () => Buyer.arrive(apis, history)))));
  }
  return buyers;
}

class Crowd implements Load {
  readonly #plan: LoadPlan;
  readonly #shows: readonly StagedShow[];
  readonly #desks: readonly Desk[];
  readonly #buyers: readonly Buyer[];
  readonly #byId: Map<string, Buyer>;
  readonly #history: History;
  readonly #random: Random;
  readonly #visits = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;
  #turnedAway = 0;

  constructor(
    plan: LoadPlan,
    shows: readonly StagedShow[],
    desks: readonly Desk[],
    buyers: readonly Buyer[],
    history: History,
  ) {
    this.#plan = plan;
    this.#shows = shows;
    this.#desks = desks;
    this.#buyers = buyers;
    this.#byId = new Map(buyers.map((buyer) => [buyer.id, buyer]));
    this.#history = history;
    this.#random = createRandom(plan.seed);
  }

  get turnedAway(): number {
    return this.#turnedAway;
  }

  welcome(buyer: Buyer): void {
    this.#byId.set(buyer.id, buyer);
  }

  /** Arrivals are a Poisson process: the waits between them are exponential. */
  open(): void {
    const waitMs = (-Math.log(1 - this.#share()) * 1_000) / this.#plan.arrivalsPerSecond;
    this.#timer = setTimeout(() => {
      this.#arrive();
      if (this.#isOpen) this.open();
    }, waitMs);
  }

  async stop(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    await Promise.all(this.#visits);
  }

  async resolve(): Promise<void> {
    for (let tries = 0; tries < resolveTriesMax; tries += 1) {
      const open = this.#history.unresolved();
      if (open.length === 0) return;
      await Promise.all(open.map(({ buyer, asked }) => this.#byId.get(buyer)?.ask(asked, this.#anyDesk())));
      if (this.#history.unresolved().length > 0) await pause(250);
    }
  }

  close(): void {
    for (const buyer of this.#byId.values()) buyer.close();
  }

  #arrive(): void {
    if (this.#visits.size >= visitsMax) {
      this.#turnedAway += 1;
      return;
    }
    const visit = this.#visit(this.#random.pick(this.#buyers)).finally(() => this.#visits.delete(visit));
    this.#visits.add(visit);
  }

  /** Those who find their seats taken choose others, a few times. */
  async #visit(buyer: Buyer): Promise<void> {
    const show = this.#random.pick(this.#shows);
    for (let choice = 0; choice < choicesMax; choice += 1) {
      const seats = this.#seats(show);
      const asked: Asked = { kind: 'hold', show: show.id, hold: newId(), seats };
      const outcome = await this.#persist(buyer, asked);
      if (outcome?.kind === 'ok') return this.#enjoy(buyer, asked);
      if (outcome?.kind !== 'refused' || outcome.code !== 'SEAT_TAKEN' || !this.#isOpen) return;
      await pause(100 + this.#random.below(400));
    }
  }

  async #enjoy(buyer: Buyer, asked: Asked): Promise<void> {
    // An impatient page sends the same command twice.
    if (this.#share() < 0.1) await buyer.ask(asked, this.#anyDesk());
    await pause(this.#random.below(1_500));
    await this.#finish(buyer, asked.show, asked.hold, asked.seats);
  }

  /** What one does with a hold; some let its time run out and come too late. */
  async #finish(buyer: Buyer, show: string, hold: string, seats: readonly number[]): Promise<void> {
    const way = this.#share();
    const { payShare } = this.#plan;
    if (way < payShare) {
      const method = this.#share() < 0.1 ? 'sandbox-declined' : 'sandbox-card';
      await this.#persist(buyer, { kind: 'pay', show, hold, order: newId(), method, seats });
      return;
    }
    const rest = (way - payShare) / (1 - payShare);
    if (rest < 0.5) await this.#persist(buyer, { kind: 'release', show, hold, seats, isWhole: true });
    else if (rest < 0.67) {
      const some = this.#random.sample(seats, 1 + this.#random.below(seats.length));
      await this.#persist(buyer, { kind: 'release', show, hold, seats: some, isWhole: false });
    } else if (rest < 0.75) {
      await pause(4_500);
      await this.#persist(buyer, { kind: 'release', show, hold, seats, isWhole: true });
    }
  }

  /** Asks, and asks again by the same id and elsewhere, until there is an answer or patience is at its end. */
  async #persist(buyer: Buyer, asked: Asked): Promise<CallOutcome | null> {
    for (let tries = 0; tries <= repeatsMax; tries += 1) {
      const outcome = await buyer.ask(asked, this.#anyDesk());
      if (isAnswer(outcome)) return outcome;
      if (!this.#isOpen) return null;
      await pause(200 + this.#random.below(600));
    }
    return null;
  }

  #seats(show: StagedShow): number[] {
    const { sections } = show;
    if (sections.length > 1 && this.#share() < this.#plan.acrossShare) {
      const two = this.#random.sample(sections, 2);
      return two.map(({ first, count }) => first + this.#random.below(Math.min(count, 4)));
    }
    const { first, count } = this.#random.pick(sections);
    const isHot = this.#share() < this.#plan.hotShare;
    const range = isHot ? Math.max(2, Math.floor(hotSeatsPerShow / sections.length)) : count;
    const start = first + this.#random.below(Math.min(range, count));
    const length = Math.min(1 + this.#random.below(seatsMax), first + count - start);
    return Array.from({ length }, (_, index) => start + index);
  }

  #anyDesk(): Desk {
    return this.#random.pick(this.#desks);
  }

  /** From 0 up to, not including, 1. */
  #share(): number {
    return this.#random.uint32() / 0x1_0000_0000;
  }
}
