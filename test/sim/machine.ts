import { startEpochMs, type World } from './world.ts';

/** How a machine's clocks differ from true time. */
export interface Clocks {
  /** What its monotonic clock showed at the start. */
  readonly monotonicAtStartMs: number;
  /** How many of its milliseconds pass in one true millisecond. */
  readonly rate: number;
  /** How far its wall clock is ahead, in milliseconds; negative when it is behind. */
  readonly wallAheadMs: number;
}

/** Something that reaches a machine: a packet, or its own timer. */
interface Arrival {
  readonly what: string;
  readonly work: () => void;
  /** Only the life of the machine that this is for can take it. */
  readonly life: number | null;
  /** Hears that the machine was not there to take it. */
  readonly lost: () => void;
}

export interface ArrivalOptions {
  readonly life?: number;
  readonly lost?: () => void;
}

const nobody = (): void => {};

/**
 * A computer with clocks of its own. It can stand still and go on, where everything that came meanwhile waits for it,
 * and it can die and live again, where everything is lost.
 */
export class Machine {
  readonly name: string;
  readonly #world: World;
  readonly #clocks: Clocks;
  readonly #mourners = new Set<() => void>();
  #state: 'up' | 'paused' | 'down' = 'down';
  #life = 1;
  #backlog: Arrival[] = [];

  constructor(world: World, name: string, clocks: Clocks) {
    this.name = name;
    this.#world = world;
    this.#clocks = clocks;
  }

  get state(): 'up' | 'paused' | 'down' {
    return this.#state;
  }

  /** Counts up with every start. */
  get life(): number {
    return this.#life;
  }

  /** Its `performance.now()`. */
  monotonicMs(): number {
    return this.#clocks.monotonicAtStartMs + this.#clocks.rate * this.#world.nowMs;
  }

  /** Its `Date.now()`. */
  wallMs(): number {
    return Math.floor(startEpochMs + this.#world.nowMs + this.#clocks.wallAheadMs);
  }

  /** Lets something reach the machine in that time, whichever life it lives then unless the options name one. */
  reach(delayMs: number, what: string, work: () => void, options: ArrivalOptions = {}): void {
    const arrival = { what, work, life: options.life ?? null, lost: options.lost ?? nobody };
    this.#world.plan(delayMs, () => this.#take(arrival));
  }

  /** Its own timer, by its own clock. The answered function cancels it. */
  after(delayMs: number, what: string, work: () => void): () => void {
    let isOn = true;
    const ring = () => {
      if (isOn) work();
    };
    const arrival = { what, work: ring, life: this.#life, lost: nobody };
    this.#world.plan(Math.max(0, delayMs) / this.#clocks.rate, () => isOn && this.#take(arrival));
    return () => {
      isOn = false;
    };
  }

  /** Calls back when this life of the machine ends, unless the answered function is called before. */
  atEnd(mourn: () => void): () => void {
    this.#mourners.add(mourn);
    return () => this.#mourners.delete(mourn);
  }

  pause(): void {
    if (this.#state === 'up') this.#state = 'paused';
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'up';
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const arrival of backlog) this.#world.plan(0, () => this.#take(arrival));
  }

  die(): void {
    if (this.#state === 'down') return;
    this.#state = 'down';
    this.#life++;
    const backlog = this.#backlog;
    this.#backlog = [];
    const mourners = [...this.#mourners];
    this.#mourners.clear();
    for (const { lost } of backlog) lost();
    for (const mourn of mourners) mourn();
  }

  /** Starts, and runs that first of all. */
  live(boot: () => void): void {
    this.#state = 'up';
    this.#world.current = this;
    this.#world.note('starts');
    boot();
  }

  #take(arrival: Arrival): boolean {
    if (this.#state === 'down' || (arrival.life !== null && arrival.life !== this.#life)) {
      arrival.lost();
      return arrival.lost !== nobody;
    }
    if (this.#state === 'paused') {
      this.#backlog.push(arrival);
      return false;
    }
    this.#world.current = this;
    this.#world.note(arrival.what);
    arrival.work();
    return true;
  }
}

const minuteMs = 60_000;

/**
 * A machine with clocks as the seed has them: its wall clock is right to the blink of an eye, or wrong by a minute
 * at least.
 */
export function createMachine(world: World, name: string, wallOffMsMax: number): Machine {
  const { chance } = world;
  const wallOffMs = chance.between(wallOffMsMax > minuteMs ? minuteMs : 0, wallOffMsMax);
  return new Machine(world, name, {
    monotonicAtStartMs: chance.between(0, 1_000_000),
    rate: chance.between(0.999, 1.001),
    wallAheadMs: chance.pick([-1, 1]) * wallOffMs,
  });
}
