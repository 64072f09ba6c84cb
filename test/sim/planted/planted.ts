import {
  type Command,
  decide,
  entriesOf,
  type Loaded,
  type LogEntry,
  type Order,
  type Outcome,
  type SeatedCommand,
} from '@onsale/domain';
import type { Machine } from '../machine.ts';
import type { Variant } from '../variant.ts';

/** A fault that is planted into the sale, and what must come of it. */
export interface Planted {
  /** What is wrong, in words. */
  readonly fault: string;
  /** The rules that it breaks; whichever is seen first tells of it. */
  readonly rules: readonly string[];
  readonly variant: Variant;
}

interface Asked {
  readonly commands: readonly SeatedCommand[];
  readonly loaded: Loaded;
}

/** Processes that decide about something else than was asked and loaded. */
function deciding(change: (asked: Asked, machine: Machine) => Partial<Asked>): Variant {
  return {
    rules: (machine) => ({
      entriesOf,
      decide: (sale, commands, loaded) => {
        const asked = { commands, loaded, ...change({ commands, loaded }, machine) };
        return decide(sale, asked.commands, asked.loaded);
      },
    }),
  };
}

/** Processes that decide about changed commands; each change sees what was loaded. */
export function asking(change: (command: Command, loaded: Loaded) => Command): Variant {
  return deciding(({ commands, loaded }) => ({
    commands: commands.map((seated) => ({ ...seated, command: change(seated.command, loaded) })),
  }));
}

/** Processes that decide about changed rows. */
export function loading(change: (asked: Asked, machine: Machine) => Partial<Loaded>): Variant {
  return deciding((asked, machine) => ({ loaded: { ...asked.loaded, ...change(asked, machine) } }));
}

/** Processes whose orders are changed, in the answers and in the rows. */
export function ordering(change: (order: Order) => Order): Variant {
  const told = (outcome: Outcome): Outcome =>
    outcome.ok && outcome.order !== null ? { ...outcome, order: change(outcome.order) } : outcome;
  return {
    rules: () => ({
      entriesOf,
      decide: (sale, commands, loaded) => {
        const { outcomes, writes, stoodByTally } = decide(sale, commands, loaded);
        return {
          stoodByTally,
          outcomes: outcomes.map(told),
          writes: { ...writes, orders: mapValues(writes.orders, change) },
        };
      },
    }),
  };
}

/** Processes whose log entries are changed. */
export function logging(change: (entries: readonly LogEntry[]) => LogEntry[]): Variant {
  return { rules: () => ({ decide, entriesOf: (...parameters) => change(entriesOf(...parameters)) }) };
}

export function mapValues<K, V>(map: ReadonlyMap<K, V>, change: (value: V, key: K) => V): Map<K, V> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}

export function onlyOf(kind: Command['kind'], commands: readonly SeatedCommand[]): boolean {
  return commands.every(({ command }) => command.kind === kind);
}
