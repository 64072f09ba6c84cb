import type { Machine } from './machine.ts';
import type { World } from './world.ts';

/** What became of a question: its answer, a closed door, or no word of whether it arrived. */
export type Reply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** Nobody took it: it had no effect. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'lost' };

export interface NetworkWeather {
  /** How long a packet usually travels. */
  readonly latencyMs: number;
  /** How often a question gets lost on its way. */
  readonly questionLost: number;
  /** How often an answer gets lost. */
  readonly answerLost: number;
}

/**
 * Questions and answers between machines, as over HTTP or a database's connection. What is lost is lost with a reset,
 * which the one who asks hears of, or in silence, which only his time limit ends.
 */
export class Network {
  readonly #world: World;
  readonly #name: string;
  readonly #cutOff = new Set<Machine>();
  readonly #silent = new Set<() => void>();
  #weather: NetworkWeather;

  constructor(world: World, name: string, weather: NetworkWeather) {
    this.#world = world;
    this.#name = name;
    this.#weather = weather;
  }

  /** How long the next packet travels. */
  latencyMs(): number {
    return this.#world.chance.span(this.#weather.latencyMs);
  }

  /** From here on nothing passes between that machine and any other. */
  cutOff(machine: Machine): void {
    this.#cutOff.add(machine);
  }

  join(machine: Machine): void {
    this.#cutOff.delete(machine);
  }

  /** Nothing gets lost any more, and whoever waits in vain is told. */
  heal(): void {
    this.#weather = { ...this.#weather, questionLost: 0, answerLost: 0 };
    this.#cutOff.clear();
    for (const reset of this.#silent) reset();
    this.#silent.clear();
  }

  /** Asks another machine. Always settles while the one who asks lives and is not paused. */
  ask<T>(
    from: Machine,
    to: Machine,
    what: string,
    handle: () => Promise<T>,
    limitMs: number,
  ): Promise<Reply<T>> {
    const { promise, resolve } = Promise.withResolvers<Reply<T>>();
    const { life } = from;
    let reset = (): void => {};
    const cancelLimit = from.after(limitMs, `${what}: no answer in time`, () => end({ kind: 'lost' }));
    const end = (reply: Reply<T>) => {
      cancelLimit();
      this.#silent.delete(reset);
      resolve(reply);
    };
    const tell = (reply: Reply<T>) =>
      from.reach(this.latencyMs(), `${what}: ${reply.kind}`, () => end(reply), { life });
    reset = () => tell({ kind: 'lost' });

    if (this.#loses(from, to, this.#weather.questionLost)) {
      this.#lose(reset);
      return promise;
    }
    to.reach(
      this.latencyMs(),
      what,
      () => {
        const leave = to.atEnd(reset);
        void handle().then((value) => {
          leave();
          if (this.#loses(from, to, this.#weather.answerLost)) this.#lose(reset);
          else tell({ kind: 'answered', value });
        });
      },
      { lost: () => tell({ kind: 'refused' }) },
    );
    return promise;
  }

  #loses(from: Machine, to: Machine, probability: number): boolean {
    const isCut = this.#cutOff.has(from) || this.#cutOff.has(to);
    return isCut || this.#world.chance.happens(probability);
  }

  #lose(reset: () => void): void {
    const isSilent = this.#world.chance.happens(0.5);
    this.#world.count(`${this.#name}: ${isSilent ? 'lost in silence' : 'reset'}`);
    if (isSilent) this.#silent.add(reset);
    else reset();
  }
}
