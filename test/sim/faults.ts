import type { SimBus } from './bus.ts';
import type { Page } from './clients/page.ts';
import type { Network } from './network.ts';
import type { SaleProcess } from './sale/process.ts';
import type { Wires } from './sale/wire.ts';
import type { SimDatabase } from './store/database.ts';
import type { World } from './world.ts';

/** What may be made to go wrong. */
export interface Targets {
  readonly processes: readonly SaleProcess[];
  readonly pages: readonly Page[];
  readonly bus: SimBus;
  readonly database: SimDatabase;
  readonly databaseNetwork: Network;
  readonly webNetwork: Network;
  readonly providerNetwork: Network;
  readonly wires: Wires;
}

export const faultKinds = [
  'process crashes',
  'process pauses',
  'process leaves',
  'process is cut off from the database',
  'process is cut off from the bus',
  'process is cut off from the provider',
  'bus forgets',
  'database dies',
  'commits are slow',
  'provider is away',
  'page is reloaded',
  'page sleeps',
  'wire breaks',
  'wire stalls',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** How long a fault lasts, in milliseconds: mostly a moment, now and then longer than any hold. */
const shortMsMax = 800;
const longMsMax = 6_000;

/** Makes things go wrong at random, and puts them right again after a while; at the end all of them at once. */
export class Faults {
  readonly #world: World;
  readonly #targets: Targets;
  readonly #kinds: readonly FaultKind[];
  readonly #everyMs: number;
  readonly #repairs = new Set<() => void>();
  #isOver = false;

  constructor(world: World, targets: Targets, kinds: readonly FaultKind[], everyMs: number) {
    this.#world = world;
    this.#targets = targets;
    this.#kinds = kinds;
    this.#everyMs = everyMs;
    if (kinds.length > 0) this.#planNext();
  }

  /** No further faults, and those that last are over. */
  stop(): void {
    this.#isOver = true;
    for (const repair of this.#repairs) repair();
    const { bus, databaseNetwork, webNetwork, providerNetwork, wires } = this.#targets;
    for (const each of [bus, databaseNetwork, webNetwork, providerNetwork, wires]) each.heal();
    for (const process of this.#targets.processes) this.#revive(process);
    const [first] = this.#targets.processes;
    if (first === undefined || this.#targets.processes.some(({ keepsUp }) => keepsUp)) return;
    // A sale that nobody looked after so far: overdue holds and open orders have piled up.
    first.keepsUp = true;
    first.crash();
    this.#revive(first);
  }

  #planNext(): void {
    this.#world.plan(this.#world.chance.span(this.#everyMs), () => {
      if (this.#isOver) return false;
      const kind = this.#world.chance.pick(this.#kinds);
      const isDone = this.#cause(kind);
      if (isDone) this.#world.count(kind);
      this.#planNext();
      return isDone;
    });
  }

  /** Puts it right after a while, or at the end. */
  #repairLater(repair: () => void): void {
    const { chance } = this.#world;
    const once = () => {
      if (this.#repairs.delete(once)) repair();
    };
    this.#repairs.add(once);
    this.#world.plan(chance.between(20, chance.happens(0.3) ? longMsMax : shortMsMax), () => {
      if (!this.#repairs.has(once)) return false;
      once();
      return true;
    });
  }

  /** False when there is nothing to make go wrong at the moment. */
  #cause(kind: FaultKind): boolean {
    const { chance } = this.#world;
    const process = chance.pick(this.#targets.processes);
    const page = chance.pick(this.#targets.pages);
    this.#world.note(`fault: ${kind}`);
    switch (kind) {
      case 'process crashes':
      case 'process pauses':
      case 'process leaves':
        return this.#befallProcess(kind, process);
      case 'process is cut off from the database':
        return this.#cutOff(this.#targets.databaseNetwork, process);
      case 'process is cut off from the bus':
        return this.#cutOff(this.#targets.bus, process);
      case 'process is cut off from the provider':
        return this.#cutOff(this.#targets.providerNetwork, process);
      case 'page is reloaded':
      case 'page sleeps':
      case 'wire breaks':
      case 'wire stalls':
        return this.#befallPage(kind, page);
      default:
        return this.#befallShared(kind);
    }
  }

  #cutOff(net: Pick<Network, 'cutOff' | 'join'> | SimBus, { machine }: SaleProcess): boolean {
    net.cutOff(machine);
    this.#repairLater(() => net.join(machine));
    return true;
  }

  #befallProcess(
    kind: 'process crashes' | 'process pauses' | 'process leaves',
    process: SaleProcess,
  ): boolean {
    const { machine } = process;
    if (machine.state !== 'up') return false;
    if (kind === 'process crashes') {
      process.crash();
      this.#repairLater(() => this.#revive(process));
    } else if (kind === 'process pauses') {
      machine.pause();
      this.#repairLater(() => machine.resume());
    } else {
      if (!process.isReady) return false;
      const withinMs = this.#world.chance.between(50, 1_500);
      machine.reach(0, 'is asked to leave', () => {
        if (!this.#isOver) void process.leave(withinMs);
      });
      this.#repairLater(() => this.#revive(process));
    }
    return true;
  }

  /** A process that is down, or on its way there, starts anew. */
  #revive(process: SaleProcess): void {
    const { machine } = process;
    if (machine.state === 'up' && process.isReady) return;
    if (machine.state === 'paused') return;
    if (machine.state === 'up') process.crash();
    machine.live(() => process.start());
  }

  #befallPage(kind: 'page is reloaded' | 'page sleeps' | 'wire breaks' | 'wire stalls', page: Page): boolean {
    const { machine, wire } = page;
    if (machine.state !== 'up') return false;
    if (kind === 'page is reloaded') {
      page.close();
      machine.live(() => page.open());
    } else if (kind === 'page sleeps') {
      machine.pause();
      this.#repairLater(() => machine.resume());
    } else {
      if (wire === null || wire.state !== 'open') return false;
      if (kind === 'wire breaks') wire.cut();
      else {
        wire.stall();
        this.#repairLater(() => wire.flow());
      }
    }
    return true;
  }

  #befallShared(kind: 'bus forgets' | 'database dies' | 'commits are slow' | 'provider is away'): boolean {
    const { bus, database, providerNetwork, processes } = this.#targets;
    switch (kind) {
      case 'bus forgets':
        bus.forget();
        return true;
      case 'database dies':
        if (database.machine.state === 'down') return false;
        database.die();
        this.#repairLater(() => database.machine.live(() => {}));
        return true;
      case 'commits are slow':
        database.slowMs = this.#world.chance.between(50, 900);
        this.#repairLater(() => {
          database.slowMs = 0;
        });
        return true;
      case 'provider is away':
        for (const { machine } of processes) providerNetwork.cutOff(machine);
        this.#repairLater(() => processes.forEach(({ machine }) => void providerNetwork.join(machine)));
        return true;
    }
  }
}
