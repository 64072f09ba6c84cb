import {
  addToTally,
  availableSeat,
  type BuyerId,
  decide,
  emptyTally,
  entriesOf,
  type Hold,
  type HoldId,
  isFree,
  type Limits,
  type Loaded,
  type SeatedCommand,
  type SeatRecord,
} from '@onsale/domain';
import { asking, loading, logging, mapValues, onlyOf, ordering, type Planted } from './planted.ts';

/** Faults in how a process decides. */
export const ruleFaults = {
  'process-clock': {
    fault: 'deadlines count by the process’s clock instead of the database’s',
    rules: ['B1', 'H1', 'H2', 'S1', 'S2'],
    variant: loading((_, machine) => ({ nowMs: machine.wallMs() })),
  },
  'early-clock': {
    fault: 'the clock is read long before the locks are granted',
    rules: ['B1', 'H1', 'H2', 'S2'],
    variant: loading(({ loaded }) => ({ nowMs: loaded.nowMs - 400 })),
  },
  'cap-per-process': {
    fault: 'each process counts only the seats that it has given out itself',
    rules: ['H4'],
    variant: countingOwnHolds(),
  },
  'repeat-takes-again': {
    fault: 'a repeated hold is granted once more, with another deadline',
    rules: ['H5', 'H2', 'S2'],
    variant: loading(({ commands, loaded }) => forgotten(commands, loaded)),
  },
  'reused-id': {
    fault: 'an id that was used is answered whatever else the command says',
    rules: ['H5'],
    variant: asking((command, { holds }) => {
      const earlier = command.kind === 'hold' ? holds.get(command.id) : undefined;
      if (command.kind !== 'hold' || earlier === undefined) return command;
      return { ...command, buyer: earlier.buyer, seats: earlier.requested };
    }),
  },
  'partial-hold': {
    fault: 'of the seats asked for, those that are free are granted',
    rules: ['H1'],
    variant: asking((command, { seats, nowMs }) => {
      if (command.kind !== 'hold') return command;
      const free = command.seats.filter((seat) => isFree(seats.get(seat) ?? availableSeat, nowMs));
      return free.length === 0 ? command : { ...command, seats: free };
    }),
  },
  'anybody-may-act': {
    fault: 'whoever asks may release and pay',
    rules: ['H3'],
    variant: asking((command, { holds }) => {
      if (command.kind !== 'release' && command.kind !== 'startPayment') return command;
      return { ...command, buyer: holds.get(command.hold)?.buyer ?? command.buyer };
    }),
  },
  'extends-again': {
    fault: 'a hold is extended as often as its buyer asks',
    rules: ['H2', 'H8'],
    variant: loading(({ commands, loaded }) =>
      onlyOf('extend', commands)
        ? { holds: mapValues(loaded.holds, (hold) => ({ ...hold, extendedByBuyer: false })) }
        : {},
    ),
  },
  'returns-for-ever': {
    fault: 'orders are taken back however late it is',
    rules: ['P3'],
    variant: {
      rules: () => ({
        entriesOf,
        decide: (sale, commands, loaded) => {
          const { returnsUntilMs } = sale.show;
          const show = { ...sale.show, returnsUntilMs: returnsUntilMs === null ? null : 2 * returnsUntilMs };
          return decide({ ...sale, show }, commands, loaded);
        },
      }),
    },
  },
  'late-success-takes': {
    fault: 'a late success takes its seats from whoever has them',
    rules: ['S1'],
    variant: loading(({ commands, loaded }) =>
      onlyOf('settlePayment', commands) ? { seats: mapValues(loaded.seats, () => availableSeat) } : {},
    ),
  },
  'late-success-forgotten': {
    fault: 'a success that comes too late is written off',
    rules: ['P1'],
    variant: ordering((order) => (order.state === 'refund_due' ? { ...order, state: 'declined' } : order)),
  },
  'client-amount': {
    fault: 'the amount of an order is not the price of its seats',
    rules: ['P2'],
    variant: ordering((order) => ({ ...order, amount: order.amount - 1 })),
  },
  'sweeper-frees-taken': {
    fault: 'the sweeper frees a seat that somebody else has taken since',
    rules: ['S1'],
    variant: loading(({ commands, loaded }) => ({ seats: ownedByExpiring(commands, loaded) })),
  },
  'log-entry-lost': {
    fault: 'now and then a batch is committed without its log entry',
    rules: ['S3'],
    variant: logging((entries) => entries.filter(({ version }) => version % 7 !== 0)),
  },
  'log-misses-seat': {
    fault: 'a log entry misses one of several seats',
    rules: ['L2'],
    variant: logging((entries) =>
      entries.map((entry) =>
        entry.changes.length > 1 ? { ...entry, changes: entry.changes.slice(1) } : entry,
      ),
    ),
  },
  'version-raised-twice': {
    fault: 'a batch raises a section’s version by two',
    rules: ['S3'],
    variant: logging((entries) => entries.map((entry) => ({ ...entry, version: entry.version + 1 }))),
  },
} as const satisfies Record<string, Planted>;

/** Each process with a memory of the holds that went through it, in place of the database's count. */
function countingOwnHolds(): Planted['variant'] {
  return {
    rules: () => {
      const own = new Map<HoldId, Hold>();
      const tallyOf = (buyer: BuyerId, { holds, nowMs }: Loaded, limits: Limits) =>
        [...own.values()]
          .filter((hold) => hold.buyer === buyer && !holds.has(hold.id))
          .reduce((tally, hold) => addToTally(tally, hold, limits, nowMs), emptyTally);
      return {
        entriesOf,
        decide: (sale, commands, loaded) => {
          const tallies = mapValues(loaded.tallies, (_, buyer) => tallyOf(buyer, loaded, sale.limits));
          const decision = decide(sale, commands, { ...loaded, tallies });
          for (const hold of decision.writes.holds.values()) own.set(hold.id, hold);
          return decision;
        },
      };
    },
  };
}

/** What was loaded, without the holds whose ids come again and with their seats free. */
function forgotten(commands: readonly SeatedCommand[], { seats, holds }: Loaded): Partial<Loaded> {
  const again = new Set(
    commands.flatMap(({ command }) =>
      command.kind === 'hold' || command.kind === 'best' ? [command.id] : [],
    ),
  );
  const free = (seat: SeatRecord) => ('hold' in seat && again.has(seat.hold) ? availableSeat : seat);
  return { holds: new Map([...holds].filter(([id]) => !again.has(id))), seats: mapValues(seats, free) };
}

/** The seats as if those of holds that expire belonged to them still. */
function ownedByExpiring(commands: readonly SeatedCommand[], { seats, holds }: Loaded): Loaded['seats'] {
  const expiring = commands.flatMap(({ command }) => {
    const hold = command.kind === 'expire' ? holds.get(command.hold) : undefined;
    return hold === undefined ? [] : [hold];
  });
  return mapValues(seats, (record, seat) => {
    const hold = expiring.find((each) => each.seats.includes(seat));
    return hold === undefined ? record : { state: 'held', hold: hold.id, untilMs: hold.untilMs };
  });
}
