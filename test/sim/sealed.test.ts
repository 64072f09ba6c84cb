import { afterEach, describe, expect, it } from 'vitest';
import { createChance } from './chance.ts';
import { Machine } from './machine.ts';
import { seal } from './sealed.ts';
import { Trace } from './trace.ts';
import { startEpochMs, World } from './world.ts';

const clocks = { monotonicAtStartMs: 1_000, rate: 1, wallAheadMs: 5_000 };
let unseal = () => {};
afterEach(() => unseal());

function openWorld(): { world: World; machine: Machine } {
  const world = new World(createChance(1), new Trace());
  unseal = seal(world);
  const machine = new Machine(world, 'a machine', clocks);
  machine.live(() => {});
  world.current = null;
  return { world, machine };
}

describe('a sealed world', () => {
  it('has the time of the machine whose event is running', async () => {
    const { world, machine } = openWorld();
    const seen: (number | string)[] = [];
    machine.reach(40, 'looks at its clocks', () => {
      seen.push(Date.now(), new Date().toISOString(), performance.now());
    });
    await world.step();
    unseal();
    expect(seen).toEqual([startEpochMs + 5_040, '2030-01-01T00:00:05.040Z', 1_040]);
  });

  it('keeps dates that name their moment', async () => {
    const { world, machine } = openWorld();
    let text = '';
    machine.reach(0, 'writes a date', () => {
      text = new Date(0).toISOString();
    });
    await world.step();
    unseal();
    expect(text).toBe('1970-01-01T00:00:00.000Z');
  });

  it('runs timers in its own time, and none that was cancelled', async () => {
    const { world, machine } = openWorld();
    const rung: string[] = [];
    machine.reach(0, 'sets timers', () => {
      setTimeout(() => rung.push('late'), 3_600_000);
      clearTimeout(setTimeout(() => rung.push('never'), 10));
      const interval = setInterval(() => {
        rung.push('again');
        if (rung.length === 2) clearInterval(interval);
      }, 60_000);
    });
    while (await world.step());
    unseal();
    expect(rung).toEqual(['again', 'again', 'late']);
    expect(world.nowMs).toBe(3_600_000);
  });

  it('has no time outside its events', () => {
    openWorld();
    expect(() => Date.now()).toThrow('nothing runs outside');
    expect(() => performance.now()).toThrow('nothing runs outside');
  });

  it('draws chance from the seed', async () => {
    const draw = async () => {
      const { world, machine } = openWorld();
      let drawn = 0;
      machine.reach(0, 'throws a die', () => {
        drawn = Math.random();
      });
      await world.step();
      unseal();
      return drawn;
    };
    expect(await draw()).toBe(await draw());
  });

  it('gives everything back when it ends', () => {
    const before = [Date, setTimeout, setInterval, Math.random];
    openWorld();
    unseal();
    expect([Date, setTimeout, setInterval, Math.random]).toEqual(before);
    expect(Math.abs(Date.now() - startEpochMs)).toBeGreaterThan(60_000);
  });
});
