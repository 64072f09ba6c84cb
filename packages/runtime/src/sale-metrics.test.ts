import { describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from './metrics.ts';
import { createRefusalCounter, registerBusMetrics, registerSaleMetrics } from './sale-metrics.ts';

/** The figures of that name in the registry's text: the labels beside the service's, and the value. */
async function figuresOf(registry: Registry, name: string): Promise<Record<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => {
      const [, labels = '', value] = /\{(.*)\} (.*)$/.exec(line) ?? [];
      const own = labels.split(',').filter((label) => !label.startsWith('service='));
      return [own.join(), Number(value)];
    }),
  );
}

describe('the figures of a sale', () => {
  it('are read when they are asked for', async () => {
    const registry = createRegistry('test');
    const counts = { mirrors: 1, repairs: 2, resets: 3 };
    let waiting = 4;
    registerSaleMetrics(registry, {
      onBatch: () => {},
      lanes: { waiting: () => waiting, inUse: () => 5 },
      mirrors: { counts: () => counts },
    });
    const read = async () =>
      Promise.all(
        ['lane_waiting', 'lanes', 'mirrors', 'mirror_repairs', 'mirror_resets'].map(
          async (name) => (await figuresOf(registry, `onsale_${name}`))[''],
        ),
      );
    expect(await read()).toEqual([4, 5, 1, 2, 3]);
    waiting = 0;
    counts.repairs = 7;
    expect(await read()).toEqual([0, 5, 1, 7, 3]);
  });

  it('count the commands of each batch', async () => {
    const registry = createRegistry('test');
    const listeners: ((commands: number, entries: readonly unknown[]) => void)[] = [];
    registerSaleMetrics(registry, {
      onBatch: (listener) => void listeners.push(listener),
      lanes: { waiting: () => 0, inUse: () => 0 },
      mirrors: { counts: () => ({ mirrors: 0, repairs: 0, resets: 0 }) },
    });
    for (const commands of [1, 3, 500]) for (const listener of listeners) listener(commands, []);
    expect(await figuresOf(registry, 'onsale_batch_commands_count')).toEqual({ '': 3 });
    expect(await figuresOf(registry, 'onsale_batch_commands_sum')).toEqual({ '': 504 });
    expect(await figuresOf(registry, 'onsale_batch_commands_bucket')).toMatchObject({
      'le="2"': 1,
      'le="5"': 2,
      'le="500"': 3,
    });
  });
});

describe('the figures of a bus', () => {
  it('are read from the bus itself', async () => {
    class Bus {
      isThere = true;
      #lost = 0;
      isConnected = () => this.isThere;
      lose(): void {
        this.#lost++;
      }
      lost(): number {
        return this.#lost;
      }
    }
    const bus = new Bus();
    const registry = createRegistry('test');
    registerBusMetrics(registry, bus);
    const read = async () =>
      Promise.all(
        ['connected', 'lost'].map(async (name) => (await figuresOf(registry, `onsale_bus_${name}`))['']),
      );
    expect(await read()).toEqual([1, 0]);
    bus.isThere = false;
    bus.lose();
    expect(await read()).toEqual([0, 1]);
  });
});

describe('refusals', () => {
  it('are counted by their code', async () => {
    const registry = createRegistry('test');
    const count = createRefusalCounter(registry);
    for (const code of ['BUSY', 'SEAT_TAKEN', 'BUSY']) count(code);
    expect(await figuresOf(registry, 'onsale_refusals_total')).toEqual({
      'code="BUSY"': 2,
      'code="SEAT_TAKEN"': 1,
    });
  });
});
