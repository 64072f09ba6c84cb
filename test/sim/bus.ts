import type { Bus, LogEntry } from '@onsale/domain';
import type { Machine } from './machine.ts';
import type { World } from './world.ts';

export interface BusWeather {
  readonly latencyMs: number;
  /** How often a message gets lost. */
  readonly lost: number;
  /** How often a message comes twice. */
  readonly doubled: number;
  /** How often a message is overtaken by others: it comes that much later, in milliseconds. */
  readonly late: number;
  readonly lateMsMax: number;
}

interface Listener {
  readonly machine: Machine;
  readonly life: number;
  readonly hear: (entries: readonly LogEntry[]) => void;
}

/** A bus that loses, doubles, delays and reorders what is told, and now and then forgets everything. */
export class SimBus {
  readonly #world: World;
  readonly #listeners = new Map<string, Listener>();
  readonly #deaf = new Set<string>();
  #weather: BusWeather;
  /** Messages under way from before the bus forgot carry an older number. */
  #memory = 0;

  constructor(world: World, weather: BusWeather) {
    this.#world = world;
    this.#weather = weather;
  }

  /** One process's end. */
  connect(machine: Machine): Bus {
    return {
      publish: (entries) => this.publish(machine, entries),
      subscribe: (hear) => {
        this.#listeners.set(machine.name, { machine, life: machine.life, hear });
      },
      close: async () => {
        this.#listeners.delete(machine.name);
      },
    };
  }

  publish(from: Machine, entries: readonly LogEntry[]): void {
    if (this.#deaf.has(from.name)) {
      this.#world.count('bus: not sent');
      return;
    }
    for (const listener of this.#listeners.values())
      if (listener.machine !== from) this.#send(listener, entries);
  }

  /** What is under way is gone. */
  forget(): void {
    this.#memory++;
  }

  /** The process neither hears nor is heard. */
  cutOff(machine: Machine): void {
    this.#deaf.add(machine.name);
  }

  join(machine: Machine): void {
    this.#deaf.delete(machine.name);
  }

  heal(): void {
    this.#weather = { ...this.#weather, lost: 0, doubled: 0, late: 0 };
    this.#deaf.clear();
  }

  #send(listener: Listener, entries: readonly LogEntry[]): void {
    const { chance } = this.#world;
    if (chance.happens(this.#weather.lost)) {
      this.#world.count('bus: lost');
      return;
    }
    this.#carry(listener, entries);
    if (!chance.happens(this.#weather.doubled)) return;
    this.#world.count('bus: doubled');
    this.#carry(listener, entries);
  }

  #carry({ machine, life, hear }: Listener, entries: readonly LogEntry[]): void {
    const { chance } = this.#world;
    const isLate = chance.happens(this.#weather.late);
    if (isLate) this.#world.count('bus: late');
    const delayMs =
      chance.span(this.#weather.latencyMs) + (isLate ? chance.between(0, this.#weather.lateMsMax) : 0);
    const memory = this.#memory;
    const arrive = () => {
      if (memory === this.#memory && !this.#deaf.has(machine.name)) hear(entries);
      else this.#world.count('bus: forgotten');
    };
    machine.reach(delayMs, 'bus', arrive, { life });
  }
}
