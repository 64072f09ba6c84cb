import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';

/** One end of a wire hears that it is gone. */
interface End {
  readonly machine: Machine;
  readonly life: number;
  onGone: () => void;
  /** When the last thing sent to this end arrives: what is sent after it arrives no earlier. */
  arrivesAtMs: number;
  isGone: boolean;
}

type Side = 'page' | 'process';

/**
 * One connection between a page and a process. Like TCP it keeps the order and loses nothing while it stands; it can
 * stand still for a while, and it can break, where what was under way is lost and each end hears of it in its time.
 */
export class Wire {
  readonly #world: World;
  readonly #latencyMs: number;
  readonly #ends: Record<Side, End>;
  #state: 'open' | 'stalled' | 'cut' = 'open';
  #held: (() => void)[] = [];

  constructor(world: World, latencyMs: number, page: Machine, process: Machine) {
    this.#world = world;
    this.#latencyMs = latencyMs;
    const endOf = (machine: Machine): End => ({
      machine,
      life: machine.life,
      onGone: () => {},
      arrivesAtMs: 0,
      isGone: false,
    });
    this.#ends = { page: endOf(page), process: endOf(process) };
    page.atEnd(() => this.cut());
    process.atEnd(() => this.cut());
  }

  get state(): 'open' | 'stalled' | 'cut' {
    return this.#state;
  }

  /** Names who is told at that side when the wire is gone; at once when it is gone already. */
  onGone(side: Side, listener: () => void): void {
    this.#ends[side].onGone = listener;
    if (this.#ends[side].isGone) listener();
  }

  send(to: Side, what: string, work: () => void): void {
    if (this.#state === 'cut') return;
    const carry = () => this.#carry(this.#ends[to], what, work);
    if (this.#state === 'stalled') this.#held.push(carry);
    else carry();
  }

  /** Nothing comes through until it flows again. */
  stall(): void {
    if (this.#state === 'open') this.#state = 'stalled';
  }

  flow(): void {
    if (this.#state !== 'stalled') return;
    this.#state = 'open';
    const held = this.#held;
    this.#held = [];
    for (const carry of held) carry();
  }

  /** Breaks for good. */
  cut(): void {
    if (this.#state === 'cut') return;
    this.#state = 'cut';
    this.#held = [];
    for (const end of Object.values(this.#ends)) {
      const { machine, life } = end;
      const delayMs = this.#world.chance.span(this.#latencyMs);
      machine.reach(delayMs, 'a wire is gone', () => this.#tellGone(end), { life });
    }
  }

  /** One side lets go; the other hears of it behind everything that was sent before. */
  hangUp(side: Side): void {
    if (this.#state === 'cut') return;
    const other = this.#ends[side === 'page' ? 'process' : 'page'];
    this.#ends[side].isGone = true;
    this.send(side === 'page' ? 'process' : 'page', 'the other end hung up', () => {
      this.#state = 'cut';
      this.#tellGone(other);
    });
  }

  #tellGone(end: End): void {
    if (end.isGone) return;
    end.isGone = true;
    end.onGone();
  }

  #carry(end: End, what: string, work: () => void): void {
    const { nowMs, chance } = this.#world;
    end.arrivesAtMs = Math.max(end.arrivesAtMs, nowMs + chance.span(this.#latencyMs));
    const arrive = () => {
      if (this.#state !== 'cut' && !end.isGone) work();
    };
    end.machine.reach(end.arrivesAtMs - nowMs, what, arrive, { life: end.life });
  }
}

export interface WireWeather {
  readonly latencyMs: number;
  /** How often a frame of seats gets lost. */
  readonly framesLost: number;
}

/** The network between pages and processes. */
export class Wires {
  readonly #world: World;
  #weather: WireWeather;

  constructor(world: World, weather: WireWeather) {
    this.#world = world;
    this.#weather = weather;
  }

  get latencyMs(): number {
    return this.#weather.latencyMs;
  }

  connect(page: Machine, process: Machine): Wire {
    return new Wire(this.#world, this.#weather.latencyMs, page, process);
  }

  /**
   * Whether the next frame gets lost. TCP loses none; this stands for whatever else may, so that pages have to notice
   * what they miss [L2].
   */
  losesFrame(): boolean {
    const isLost = this.#world.chance.happens(this.#weather.framesLost);
    if (isLost) this.#world.count('wire: frame lost');
    return isLost;
  }

  heal(): void {
    this.#weather = { ...this.#weather, framesLost: 0 };
  }
}
