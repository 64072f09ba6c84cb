import { describe, expect, it } from 'vitest';
import { createChance } from './chance.ts';
import { Machine } from './machine.ts';
import { Trace } from './trace.ts';
import { World } from './world.ts';

class Bench {
  readonly world = new World(createChance(1), new Trace());
  readonly machine = new Machine(this.world, 'a machine', { monotonicAtStartMs: 0, rate: 2, wallAheadMs: 0 });
  readonly done: string[] = [];

  constructor() {
    this.machine.live(() => {});
  }

  send(delayMs: number, what: string, options: Parameters<Machine['reach']>[3] = {}): void {
    this.machine.reach(delayMs, what, () => this.done.push(`${what} at ${this.world.nowMs}`), options);
  }

  /** Does something to the machine at that time. */
  at(delayMs: number, act: () => void): void {
    this.world.plan(delayMs, () => {
      act();
      return true;
    });
  }

  async run(): Promise<string[]> {
    while (await this.world.step());
    return this.done;
  }
}

describe('a machine', () => {
  it('counts time by its own clock', async () => {
    const bench = new Bench();
    bench.machine.after(100, 'rings', () => bench.done.push(`rings at ${bench.world.nowMs}`));
    expect(await bench.run()).toEqual(['rings at 50']);
    expect(bench.machine.monotonicMs()).toBe(100);
  });

  it('takes what came while it stood still when it goes on, in its order', async () => {
    const bench = new Bench();
    bench.at(5, () => bench.machine.pause());
    for (const delayMs of [1, 10, 20]) bench.send(delayMs, `packet ${delayMs}`);
    bench.at(30, () => bench.machine.resume());
    bench.send(31, 'packet 31');
    expect(await bench.run()).toEqual([
      'packet 1 at 1',
      'packet 10 at 30',
      'packet 20 at 30',
      'packet 31 at 31',
    ]);
  });

  it('loses with its life its timers and what was on the way to it, and says so to whoever asks', async () => {
    const bench = new Bench();
    const { machine, done } = bench;
    machine.after(40, 'never', () => done.push('timer of a dead machine'));
    machine.atEnd(() => done.push('mourned'));
    bench.send(10, 'late', { lost: () => done.push('refused') });
    bench.send(30, 'for the old life', { life: machine.life, lost: () => done.push('lost') });
    bench.send(30, 'for whoever is there');
    bench.at(5, () => machine.die());
    bench.at(15, () => machine.live(() => done.push('boots')));
    expect(await bench.run()).toEqual(['mourned', 'refused', 'boots', 'lost', 'for whoever is there at 30']);
  });
});
