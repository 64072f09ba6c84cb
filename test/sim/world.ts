import { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { Machine } from './machine.ts';
import { RuleBroken } from './rule-broken.ts';
import type { Trace } from './trace.ts';

// The world replaces the global of this name while it runs.
const nextTurn = setImmediate;

/** Every promise that waits for nothing but other promises has settled: Node runs them all before its next turn. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}

/** When the simulated time begins, by every right clock. */
export const startEpochMs = Date.UTC(2030, 0, 1);

/**
 * A single thread of events in simulated time. One event runs at a time, with everything that its promises lead to;
 * whatever takes time, or happens on another machine, is another event.
 */
export class World {
  readonly chance: Chance;
  readonly trace: Trace;
  /** How often each kind of thing has happened, faults above all. */
  readonly counts = new Map<string, number>();
  /** The machine whose event is running; null for events of the world itself. */
  current: Machine | null = null;
  /** The machine of the newest step. */
  latest: Machine | null = null;
  #nowMs = 0;
  #steps = 0;
  #broken: RuleBroken | null = null;
  readonly #agenda = new Agenda();

  constructor(chance: Chance, trace: Trace) {
    this.chance = chance;
    this.trace = trace;
  }

  /** Milliseconds of true time since the start. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** True time since 1970, in whole milliseconds: what a right clock shows. */
  get epochMs(): number {
    return startEpochMs + Math.floor(this.#nowMs);
  }

  get steps(): number {
    return this.#steps;
  }

  /** The first broken rule, if any. */
  get broken(): RuleBroken | null {
    return this.#broken;
  }

  /** Runs the work in that time. Work that answers false was nothing, and is no step. */
  plan(delayMs: number, work: () => boolean): void {
    this.#agenda.add(this.#nowMs + Math.max(0, delayMs), work);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  note(what: string): void {
    this.trace.add(`${this.#nowMs.toFixed(3)} ${this.current?.name ?? 'world'} ${what}`);
  }

  /** Says that a rule is broken. The first one ends the run; nothing is thrown into the code that broke it. */
  break(rule: string, what: string, seen?: unknown): void {
    this.#broken ??= new RuleBroken(rule, what, seen, this.#steps);
  }

  /** Runs the next event. False when there is none. */
  async step(): Promise<boolean> {
    for (let due = this.#agenda.next(); due !== undefined; due = this.#agenda.next()) {
      this.#nowMs = due.atMs;
      if (!due.work()) continue;
      this.#steps++;
      await quiet();
      this.latest = this.current;
      this.current = null;
      return true;
    }
    return false;
  }
}
