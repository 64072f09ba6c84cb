import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, type SeatChange } from './change.ts';
import type { Command, Outcome, SeatedCommand } from './command.ts';
import { decide } from './decide.ts';
import { entriesOf, type Loaded, type Writes } from './draft.ts';
import type { Limits } from './limits.ts';
import type { Order } from './order.ts';
import { availableSeat, blockedSeat, isFree, type SeatRecord } from './seat.ts';
import type { Sale } from './show.ts';
import { emptyTally } from './tally.ts';
import type { Rules } from './testing/memory-store.ts';
import { histories, world } from './testing/model/history.ts';
import { RuleBroken } from './testing/model/rule-broken.ts';
import { tryHistory } from './testing/model/trial.ts';

/** Enough histories to meet each of the faults. */
const runs = { numRuns: 10_000, endOnFailure: true } as const;
/** What a fault breaks first depends on the seed; within these each has broken its rule, the same every time. */
const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
const runsMsMax = 60_000;

type Asked = { readonly commands: readonly SeatedCommand[]; readonly loaded: Loaded };
type Entries = ReturnType<typeof entriesOf>;

/** Rules that decide about something else than was asked or loaded. */
function deciding(change: (asked: Asked) => Partial<Asked>): Rules {
  return {
    entriesOf,
    decide: (sale, commands, loaded) => {
      const asked = { commands, loaded, ...change({ commands, loaded }) };
      return decide(sale, asked.commands, asked.loaded);
    },
  };
}

/** Rules that decide for a changed sale. */
function selling(change: (sale: Sale, commands: readonly SeatedCommand[]) => Sale): Rules {
  return {
    entriesOf,
    decide: (sale, commands, loaded) => decide(change(sale, commands), commands, loaded),
  };
}

/** Rules with other limits than the operator's. */
function limiting(limits: Partial<Limits>): Rules {
  return selling((sale) => ({ ...sale, limits: { ...sale.limits, ...limits } }));
}

/** Rules that decide about changed commands; each change sees what was loaded. */
function asking(change: (command: Command, loaded: Loaded) => Command): Rules {
  return deciding(({ commands, loaded }) => ({
    commands: commands.map((seated) => ({ ...seated, command: change(seated.command, loaded) })),
  }));
}

/** Rules that decide about changed rows. */
function loading(change: (loaded: Loaded, commands: readonly SeatedCommand[]) => Partial<Loaded>): Rules {
  return deciding(({ commands, loaded }) => ({ loaded: { ...loaded, ...change(loaded, commands) } }));
}

/** Rules whose writes are changed. */
function writing(change: (writes: Writes, loaded: Loaded) => Partial<Writes>): Rules {
  return {
    entriesOf,
    decide: (sale, commands, loaded) => {
      const { writes, ...rest } = decide(sale, commands, loaded);
      return { ...rest, writes: { ...writes, ...change(writes, loaded) } };
    },
  };
}

/** Rules whose orders are changed, in the answers and in the rows. */
function ordering(change: (order: Order) => Order): Rules {
  return {
    entriesOf,
    decide: (sale, commands, loaded) => {
      const { outcomes, writes, stoodByTally } = decide(sale, commands, loaded);
      const told = outcomes.map((outcome): Outcome => {
        return outcome.ok && outcome.order !== null ? { ...outcome, order: change(outcome.order) } : outcome;
      });
      return {
        outcomes: told,
        writes: { ...writes, orders: mapValues(writes.orders, change) },
        stoodByTally,
      };
    },
  };
}

/** Rules whose log entries are changed. */
function logging(change: (entries: Entries, heads: ReadonlyMap<number, number>) => Entries): Rules {
  return { decide, entriesOf: (sale, writes, heads) => change(entriesOf(sale, writes, heads), heads) };
}

function mapValues<K, V>(map: ReadonlyMap<K, V>, change: (value: V, key: K) => V): Map<K, V> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}

/** The ids of the holds that the batch asks for. */
function heldIds(commands: readonly SeatedCommand[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap(({ command }) =>
      command.kind === 'hold' || command.kind === 'best' ? [command.id] : [],
    ),
  );
}

/** A held seat as if its deadline came that much later. */
function later(seat: SeatRecord, ms: number): SeatRecord {
  return seat.state === 'held' ? { ...seat, untilMs: seat.untilMs + ms } : seat;
}

function onlyOf(kind: Command['kind'], commands: readonly SeatedCommand[]): boolean {
  return commands.every(({ command }) => command.kind === kind);
}

const longMs = 1_000_000_000;

interface Mutant {
  readonly fault: string;
  /** The rule that the fault breaks, and that its discovery cites unless `cited` says otherwise. */
  readonly rule: string;
  readonly cited?: string;
  readonly rules: Rules;
}

const mutants: readonly Mutant[] = [
  {
    fault: 'held and sold seats are granted again',
    rule: 'S1',
    rules: loading(({ seats }, commands) =>
      onlyOf('hold', commands) ? { seats: mapValues(seats, () => availableSeat) } : {},
    ),
  },
  {
    fault: 'a hold is written and its seats are not',
    rule: 'L2',
    rules: writing(() => ({ seats: new Map() })),
  },
  {
    fault: 'blocked seats are sold',
    rule: 'S1',
    rules: loading(({ seats }) => ({
      seats: mapValues(seats, (seat) => (seat.state === 'blocked' ? availableSeat : seat)),
    })),
  },
  {
    fault: 'released seats are blocked',
    rule: 'S2',
    rules: writing(({ seats, log }) => {
      const wrong = mapValues(seats, (seat) => (seat.state === 'available' ? blockedSeat : seat));
      const changesOf = (changes: readonly SeatChange[]) =>
        changes.map(([seat]) => changeOf(seat, wrong.get(seat) ?? availableSeat));
      return {
        seats: wrong,
        log: mapValues(log, (entry) => ({ ...entry, changes: changesOf(entry.changes) })),
      };
    }),
  },
  {
    fault: 'a version is raised twice',
    rule: 'S3',
    rules: logging((entries) => entries.map((entry) => ({ ...entry, version: entry.version + 1 }))),
  },
  {
    fault: 'a version is raised for nothing',
    rule: 'S3',
    rules: logging((entries, heads) => {
      const [[section, head] = [0, 0]] = heads;
      const empty = { show: 'show-a', section, version: head + 1, changes: [], notices: [] };
      return entries.length === 0 ? [empty] : entries;
    }),
  },
  {
    fault: 'a batch is decided in the reverse of its order',
    rule: 'S4',
    cited: 'H3',
    rules: {
      entriesOf,
      decide: (sale, commands, loaded) => {
        const { outcomes, ...rest } = decide(sale, commands.toReversed(), loaded);
        return { outcomes: outcomes.toReversed(), ...rest };
      },
    },
  },
  {
    fault: 'a hold is granted in part',
    rule: 'S1',
    rules: asking((command, { seats, nowMs }) => {
      if (command.kind !== 'hold') return command;
      const free = command.seats.filter((seat) => isFree(seats.get(seat) ?? availableSeat, nowMs));
      return free.length === 0 ? command : { ...command, seats: free };
    }),
  },
  {
    fault: 'the seats of overdue holds stay taken until they are swept',
    rule: 'S1',
    rules: loading(({ seats }) => ({ seats: mapValues(seats, (seat) => later(seat, longMs)) })),
  },
  {
    fault: 'overdue holds are released and paid until they are swept',
    rule: 'H2',
    rules: loading(({ holds }, commands) =>
      onlyOf('release', commands) || onlyOf('startPayment', commands)
        ? { holds: mapValues(holds, (hold) => ({ ...hold, untilMs: hold.untilMs + longMs })) }
        : {},
    ),
  },
  {
    fault: 'a seat is freed a millisecond after its deadline',
    rule: 'S1',
    rules: loading(({ seats }) => ({ seats: mapValues(seats, (seat) => later(seat, 1)) })),
  },
  {
    fault: 'whoever asks may release, extend and pay',
    rule: 'H3',
    rules: asking((command, { holds }) => {
      const { kind } = command;
      if (kind !== 'release' && kind !== 'extend' && kind !== 'startPayment') return command;
      return { ...command, buyer: holds.get(command.hold)?.buyer ?? command.buyer };
    }),
  },
  {
    fault: 'the cap is ignored',
    rule: 'H4',
    rules: selling((sale) => ({ ...sale, show: { ...sale.show, cap: 100 } })),
  },
  {
    fault: 'seats of earlier batches do not count towards the cap',
    rule: 'H4',
    rules: loading(({ tallies }) => ({
      tallies: mapValues(tallies, (tally) => ({ ...tally, claimed: 0 })),
    })),
  },
  {
    fault: 'a late success does not look at the cap',
    rule: 'H4',
    cited: 'P1',
    rules: selling((sale, commands) => {
      const cap = onlyOf('settlePayment', commands) ? 100 : sale.show.cap;
      return { ...sale, show: { ...sale.show, cap } };
    }),
  },
  {
    fault: 'holds of earlier batches do not count towards the minute',
    rule: 'H6',
    rules: loading(({ tallies }) => ({
      tallies: mapValues(tallies, (tally) => ({ ...tally, made: emptyTally.made })),
    })),
  },
  {
    fault: 'a minute’s holds are not limited',
    rule: 'H6',
    rules: limiting({ holdsPerMinuteMax: null }),
  },
  {
    fault: 'dropped holds of earlier batches do not count',
    rule: 'H7',
    rules: loading(({ tallies }) => ({
      tallies: mapValues(tallies, (tally) => ({ ...tally, dropped: emptyTally.dropped })),
    })),
  },
  {
    fault: 'a buyer may drop one hold more',
    rule: 'H7',
    rules: limiting({ dropsMax: world.limits.dropsMax + 1 }),
  },
  {
    fault: 'the window of dropped holds is a millisecond short',
    rule: 'H7',
    rules: limiting({ dropWindowMs: world.limits.dropWindowMs - 1 }),
  },
  {
    fault: 'an expired hold ends when the sweeper comes',
    rule: 'H2',
    cited: 'H1',
    rules: writing(({ holds }, { nowMs }) => ({
      holds: mapValues(holds, (hold) => (hold.state === 'expired' ? { ...hold, endedAtMs: nowMs } : hold)),
    })),
  },
  {
    fault: 'a repeated hold is granted once more, with another deadline',
    rule: 'H5',
    rules: loading(({ seats, holds }, commands) => {
      // Alone in its batch, so that nothing else is decided by what was forgotten.
      const again = commands.length === 1 ? heldIds(commands) : new Set<string>();
      return {
        holds: new Map([...holds].filter(([id]) => !again.has(id))),
        seats: mapValues(seats, (seat) => ('hold' in seat && again.has(seat.hold) ? availableSeat : seat)),
      };
    }),
  },
  {
    fault: 'an id that was used is answered whatever else the command says',
    rule: 'H5',
    rules: asking((command, { holds }) => {
      const earlier = command.kind === 'hold' ? holds.get(command.id) : undefined;
      if (command.kind !== 'hold' || earlier === undefined) return command;
      return { ...command, buyer: earlier.buyer, seats: earlier.requested };
    }),
  },
  {
    fault: 'an id that was used is answered whatever else is wished for',
    rule: 'H5',
    rules: asking((command, { holds }) => {
      const earlier = command.kind === 'best' ? holds.get(command.id) : undefined;
      if (command.kind !== 'best' || earlier?.choice?.kind !== 'best') return command;
      return { ...command, buyer: earlier.buyer, wish: earlier.choice.wish };
    }),
  },
  {
    fault: 'a section gives seats apart that was asked for seats together',
    rule: 'B1',
    rules: asking((command) => (command.kind === 'best' ? { ...command, togetherHere: false } : command)),
  },
  {
    fault: 'whoever may sit apart is refused where seats together are gone',
    rule: 'B1',
    rules: asking((command) => (command.kind === 'best' ? { ...command, togetherHere: true } : command)),
  },
  {
    fault: 'the lowest seats are taken for the best',
    rule: 'B2',
    rules: selling((sale) => {
      const { seating } = sale.plan;
      return {
        ...sale,
        plan: { ...sale.plan, seating: { ...seating, ranks: seating.ranks.map((_, seat) => seat) } },
      };
    }),
  },
  {
    fault: 'a pending attempt to pay is not seen',
    rule: 'P1',
    rules: loading(({ orders }, commands) =>
      onlyOf('startPayment', commands) || onlyOf('release', commands)
        ? { orders: new Map([...orders].filter(([, { state }]) => state !== 'pending')) }
        : {},
    ),
  },
  {
    fault: 'a late success forgets the refund',
    rule: 'P1',
    rules: ordering((order) => (order.state === 'refund_due' ? { ...order, state: 'declined' } : order)),
  },
  {
    fault: 'a late success takes seats from whoever has them',
    rule: 'P1',
    rules: loading(({ seats }, commands) =>
      onlyOf('settlePayment', commands) ? { seats: mapValues(seats, () => availableSeat) } : {},
    ),
  },
  {
    fault: 'a refund that is due is not written',
    rule: 'P2',
    rules: writing(({ orders }) => ({
      orders: new Map([...orders].filter(([, { state }]) => state !== 'refund_due')),
    })),
  },
  {
    fault: 'the amount of an order is not the price of its seats',
    rule: 'P2',
    rules: ordering((order) => ({ ...order, amount: order.amount + (order.state === 'pending' ? 1 : 0) })),
  },
  {
    fault: 'every attempt to pay moves the deadline',
    rule: 'P2',
    rules: loading(({ holds }, commands) =>
      onlyOf('startPayment', commands)
        ? { holds: mapValues(holds, (hold) => ({ ...hold, extended: false })) }
        : {},
    ),
  },
  {
    fault: 'a hold is extended as often as its buyer asks',
    rule: 'H8',
    rules: loading(({ holds }, commands) =>
      onlyOf('extend', commands)
        ? { holds: mapValues(holds, (hold) => ({ ...hold, extendedByBuyer: false })) }
        : {},
    ),
  },
  {
    fault: 'every show allows an extension',
    rule: 'H8',
    rules: selling((sale) => ({ ...sale, show: { ...sale.show, extensionMs: world.extensionMs[0] } })),
  },
  {
    fault: 'a payment’s start takes the place of an extension',
    rule: 'H8',
    rules: loading(({ holds }, commands) =>
      onlyOf('extend', commands)
        ? {
            holds: mapValues(holds, (hold) => ({
              ...hold,
              extendedByBuyer: hold.extendedByBuyer || hold.extended,
            })),
          }
        : {},
    ),
  },
  {
    fault: 'an overdue hold is extended until it is swept',
    rule: 'H2',
    rules: loading(({ holds }, commands) =>
      onlyOf('extend', commands)
        ? { holds: mapValues(holds, (hold) => ({ ...hold, untilMs: hold.untilMs + longMs })) }
        : {},
    ),
  },
  {
    fault: 'an attempt’s id is answered whatever contact it comes with',
    rule: 'H5',
    rules: asking((command, { orders }) => {
      const earlier = command.kind === 'startPayment' ? orders.get(command.order) : undefined;
      if (command.kind !== 'startPayment' || earlier === undefined) return command;
      const { contact: _, ...rest } = command;
      return earlier.contact === null ? rest : { ...rest, contact: earlier.contact };
    }),
  },
  {
    fault: 'an order loses its contact when it is paid',
    rule: 'P1',
    rules: ordering((order) => (order.state === 'paid' ? { ...order, contact: null } : order)),
  },
  {
    fault: 'whoever asks may give an order back',
    rule: 'P3',
    cited: 'P3',
    rules: asking((command, { orders }) => {
      if (command.kind !== 'return') return command;
      return { ...command, buyer: orders.get(command.order)?.buyer ?? command.buyer };
    }),
  },
  {
    fault: 'an order is taken back a millisecond after its moment',
    rule: 'P3',
    rules: selling((sale) => {
      const { returnsUntilMs } = sale.show;
      const laterMs = returnsUntilMs === null ? null : returnsUntilMs + 1;
      return { ...sale, show: { ...sale.show, returnsUntilMs: laterMs } };
    }),
  },
  {
    fault: 'every show takes orders back',
    rule: 'P3',
    rules: selling((sale) => ({ ...sale, show: { ...sale.show, returnsUntilMs: longMs } })),
  },
  {
    fault: 'a log entry misses a change',
    rule: 'L2',
    rules: logging((entries) => entries.map((entry) => ({ ...entry, changes: entry.changes.slice(1) }))),
  },
  {
    fault: 'a log entry tells the state before the change',
    rule: 'L2',
    rules: writing(({ log }, { seats }) => ({
      log: mapValues(log, (entry) => ({
        ...entry,
        changes: entry.changes.map(([seat]) => changeOf(seat, seats.get(seat) ?? availableSeat)),
      })),
    })),
  },
  {
    fault: 'a buyer is not told of the end of his hold',
    rule: 'L1',
    rules: logging((entries) =>
      entries.map((entry) => ({
        ...entry,
        notices: entry.notices.filter(({ state }) => state !== 'expired'),
      })),
    ),
  },
  {
    fault: 'a refund leaves the seats sold',
    rule: 'L2',
    rules: writing(({ seats }, loaded) => ({
      seats: new Map([...seats].filter(([seat]) => loaded.seats.get(seat)?.state !== 'sold')),
    })),
  },
  {
    fault: 'the sweeper frees the seats and leaves the hold active',
    rule: 'L1',
    rules: writing(({ holds }) => ({
      holds: new Map([...holds].filter(([, { state }]) => state !== 'expired')),
    })),
  },
];

describe('the model check', () => {
  it.each(mutants)(
    '[$rule] finds out when $fault',
    ({ rules, rule, cited = rule }) => {
      const trial = fc.property(histories, (history) => tryHistory(history, { rules }));
      const broken = new Set<string>();
      for (const seed of seeds) {
        const { errorInstance } = fc.check(trial, { ...runs, seed });
        expect(errorInstance).toBeInstanceOf(RuleBroken);
        broken.add((errorInstance as RuleBroken).rule);
        if (broken.has(cited)) return;
      }
      expect([...broken]).toContain(cited);
    },
    runsMsMax,
  );
});
