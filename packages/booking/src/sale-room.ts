import {
  type Bus,
  defaultLimits,
  type Limits,
  type LogEntry,
  type PaymentProvider,
  type SaleStore,
  type SeatedCommand,
  type SeatPlan,
} from '@onsale/domain';
import { type BatchReport, reportBatches } from './batch-report.ts';
import { type Booking, createBooking } from './booking.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import { createDatabaseClock, type DatabaseClock } from './database-clock.ts';
import { createLanes, type Lanes, type LanesOptions } from './lanes.ts';
import type { MirrorStep } from './mirror-step.ts';
import { createMirrors, type Mirrors, type MirrorsOptions } from './mirrors.ts';
import { createSandboxPayments } from './sandbox-payments.ts';
import { realTimers, type Timers } from './timers.ts';
import { startUpkeep, type Upkeep, type UpkeepOptions } from './upkeep.ts';

export interface SaleRoomOptions {
  readonly store: SaleStore;
  readonly bus: Bus;
  /** Reads a stored layout's text. */
  readonly planOf: (layout: string) => SeatPlan;
  readonly onError: (message: string, error: unknown) => void;
  /**
   * How often a buyer may take and drop seats of a show; the same in every process. 30 holds a minute, and 20
   * dropped holds within 10 minutes, unless given.
   */
  readonly limits?: Limits;
  readonly payments?: PaymentProvider;
  readonly timers?: Timers;
  readonly lanes?: Pick<LanesOptions, 'queueMax' | 'batchMax'>;
  readonly mirrors?: Pick<MirrorsOptions, 'headsEveryMs' | 'gapMs' | 'idleMs'>;
  /** False leaves sweeping, settling and trimming to other processes. */
  readonly upkeep?: Partial<UpkeepOptions> | false;
  /** Hears of each command as it joins its lane, within its caller's own async context. For traces. */
  readonly onQueued?: ((seated: SeatedCommand) => void) | undefined;
}

/** One process's share of the sale: everything between the transports and the store. */
export interface SaleRoom {
  readonly booking: Booking;
  readonly catalog: Catalog;
  readonly mirrors: Mirrors;
  readonly lanes: Lanes;
  readonly clock: DatabaseClock;
  readonly store: SaleStore;
  /** Null when this process leaves upkeep to others. */
  readonly upkeep: Pick<Upkeep, 'figures'> | null;
  /** Hears of every step of this process's mirrors. */
  onStep(listener: (step: MirrorStep) => void): void;
  /** Hears of entries as they come from commits and the bus: possibly twice, possibly out of order, possibly never. */
  onEntries(listener: (entries: readonly LogEntry[]) => void): void;
  /** Hears of every batch that this process gave to the store, before its commands are answered. */
  onBatch(listener: (report: BatchReport) => void): void;
  /** Refuses new commands and answers the ones accepted; bounded by the store's and the provider's own time limits. */
  drain(): Promise<void>;
  /** Stops tailing and upkeep. Store and bus stay open: whoever opened them closes them. */
  close(): Promise<void>;
}

export function createSaleRoom(options: SaleRoomOptions): SaleRoom {
  const { store, bus, onError } = options;
  const timers = options.timers ?? realTimers;
  const payments = options.payments ?? createSandboxPayments();
  const stepListeners: ((step: MirrorStep) => void)[] = [];
  const entryListeners: ((entries: readonly LogEntry[]) => void)[] = [];
  const batchListeners: ((report: BatchReport) => void)[] = [];

  const clock = createDatabaseClock(timers);
  const limits = options.limits ?? defaultLimits;
  const catalog = createCatalog({ store, timers, planOf: options.planOf, limits });
  const mirrors = createMirrors({
    ...options.mirrors,
    store,
    timers,
    clock,
    onStep: (step) => {
      for (const listener of stepListeners) listener(step);
    },
    onError: (error) => onError('the section log could not be read', error),
  });
  const hear = (entries: readonly LogEntry[]) => {
    mirrors.receive(entries);
    for (const listener of entryListeners) listener(entries);
  };
  const reported = reportBatches({
    store,
    timers,
    onReport: (report) => {
      for (const listener of batchListeners) listener(report);
    },
    onDefect: (error) => onError('a batch could not be reported', error),
  });
  const lanes = createLanes({
    ...options.lanes,
    store: reported,
    timers,
    onQueued: options.onQueued,
    onCommitted: ({ entries, nowMs }) => {
      clock.observe(nowMs);
      hear(entries);
      if (entries.length > 0) bus.publish(entries);
    },
    onDefect: (error) => onError('a batch could not be decided', error),
  });
  bus.subscribe(hear);
  const booking = createBooking({
    store,
    catalog,
    lanes,
    mirrors,
    clock,
    payments,
    onDefect: (error) => onError('a command failed', error),
  });
  const upkeep =
    options.upkeep === false
      ? null
      : startUpkeep({
          ...options.upkeep,
          store,
          submit: booking.submit,
          payments,
          timers,
          onError: (error) => onError('upkeep failed; the next round tries again', error),
        });

  return {
    booking,
    catalog,
    mirrors,
    lanes,
    clock,
    store,
    upkeep,
    onStep: (listener) => void stepListeners.push(listener),
    onEntries: (listener) => void entryListeners.push(listener),
    onBatch: (listener) => void batchListeners.push(listener),
    async drain() {
      await booking.drain();
      await lanes.drain();
    },
    async close() {
      await upkeep?.stop();
      await mirrors.close();
    },
  };
}
