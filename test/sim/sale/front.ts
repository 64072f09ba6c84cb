import type { Machine } from '../machine.ts';
import type { Network, Reply } from '../network.ts';
import type { World } from '../world.ts';
import type { SaleProcess } from './process.ts';

/** The address that every client knows: passes each request on to some process, now and then to one that is gone. */
export class Front {
  readonly processes: readonly SaleProcess[];
  readonly #world: World;
  readonly #network: Network;

  constructor(world: World, network: Network, processes: readonly SaleProcess[]) {
    this.#world = world;
    this.#network = network;
    this.processes = processes;
  }

  /** The processes that take on clients, in random order. */
  ready(): SaleProcess[] {
    const ready = this.processes.filter((process) => process.isReady);
    return this.#world.chance.sample(ready, ready.length);
  }

  ask<T>(
    from: Machine,
    what: string,
    handle: (process: SaleProcess) => Promise<T>,
    limitMs: number,
  ): Promise<Reply<T>> {
    const process = this.#pick();
    return this.#network.ask(from, process.machine, what, () => handle(process), limitMs);
  }

  #pick(): SaleProcess {
    const [ready] = this.ready();
    if (ready !== undefined && this.#world.chance.happens(0.9)) return ready;
    return this.#world.chance.pick(this.processes);
  }
}
