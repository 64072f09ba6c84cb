import type { LogEntry, Sale, SaleStore, SectionIndex, ShowId } from '@onsale/domain';
import type { DatabaseClock } from './database-clock.ts';
import { SectionMirror } from './mirror.ts';
import { LagWatch, type MirrorLag } from './mirror-lag.ts';
import { createMirrorRepair } from './mirror-repair.ts';
import { MirrorSlot } from './mirror-slot.ts';
import { type MirrorStep, stepWith } from './mirror-step.ts';
import { repeat, type Timers } from './timers.ts';

export interface MirrorsOptions {
  readonly store: Pick<SaleStore, 'snapshot' | 'changes' | 'heads' | 'nowMs'>;
  readonly timers: Timers;
  readonly clock: DatabaseClock;
  /** Hears of every step of a mirror, in the order of its versions. */
  readonly onStep: (step: MirrorStep) => void;
  readonly onError: (error: unknown) => void;
  /** How often heads are compared with the database. @default 1000 */
  readonly headsEveryMs?: number;
  /** How long a gap may wait for the bus before the log is read. @default 30 */
  readonly gapMs?: number;
  /** How long a mirror that nobody uses is kept. @default 60000 */
  readonly idleMs?: number;
}

export interface MirrorCounts {
  readonly mirrors: number;
  /** How often a mirror came to know of a version that it did not have; most gaps close by themselves. */
  readonly gaps: number;
  /** Gaps that were closed by reading the log. */
  readonly repairs: number;
  /** Gaps that were closed by reading a snapshot. */
  readonly resets: number;
}

export interface Mirrors {
  /** The section's mirror, loaded when absent. Throws StoreUnavailable. */
  open(sale: Sale, section: SectionIndex): Promise<SectionMirror>;
  /** The section's mirror when there is one. */
  peek(show: ShowId, section: SectionIndex): SectionMirror | undefined;
  /** How long the section's mirror has missed nothing: since its snapshot, in milliseconds. 0 without a mirror. */
  followedMs(show: ShowId, section: SectionIndex): number;
  /**
   * Whether the section's mirror surely had all that the database had, at some moment of the last two seconds. One of a
   * process that is cut off, or stood still, had not: what it shows as taken may be free long since.
   */
  isCurrent(show: ShowId, section: SectionIndex): boolean;
  /** Keeps the section's mirror until the answered function is called. */
  retain(show: ShowId, section: SectionIndex): () => void;
  /** Takes entries from a commit of this process or from the bus, in any order. */
  receive(entries: readonly LogEntry[]): void;
  counts(): MirrorCounts;
  lag(): MirrorLag;
  /** How many seats of the mirrored sections are in each state, by the state's digit. */
  seats(): readonly number[];
  close(): Promise<void>;
}

/**
 * The mirrors of a process: fed by its own commits and the bus, mended from the log, and compared with the
 * database's heads about once a second, so that a message that never came costs a second [L2, L3].
 */
export function createMirrors(options: MirrorsOptions): Mirrors {
  const { store, timers, clock } = options;
  const gapMs = options.gapMs ?? 30;
  const idleMs = options.idleMs ?? 60_000;
  const slots = new Map<ShowId, Map<SectionIndex, MirrorSlot>>();
  let closed = false;
  const lags = new LagWatch(timers);
  const mending = createMirrorRepair({ store, onStep: mended, isClosed: () => closed });

  const slotOf = (show: ShowId, section: SectionIndex) => slots.get(show)?.get(section);

  function open(sale: Sale, section: SectionIndex): Promise<SectionMirror> {
    const show = sale.show.id;
    const known = slotOf(show, section);
    if (known !== undefined) {
      known.usedAtMs = timers.monotonicMs();
      return known.loading;
    }
    const slot = new MirrorSlot(load(sale, section), timers.monotonicMs());
    const ofShow = slots.get(show) ?? new Map<SectionIndex, MirrorSlot>();
    slots.set(show, ofShow.set(section, slot));
    slot.loading.then(
      (mirror) => {
        slot.mirror = mirror;
        slot.completeSinceMs = timers.monotonicMs();
      },
      () => ofShow.delete(section),
    );
    return slot.loading;
  }

  async function load(sale: Sale, section: SectionIndex): Promise<SectionMirror> {
    const snapshot = await store.snapshot({ show: sale.show.id, section });
    const range = sale.plan.sections[section];
    if (snapshot === null || range === undefined)
      throw new RangeError(`no section ${section} in ${sale.show.id}`);
    return new SectionMirror(snapshot, range.first);
  }

  function receive(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const slot = slotOf(entry.show, entry.section);
      if (slot === undefined) continue;
      if (slot.mirror === null)
        void slot.loading.then(
          (mirror) => take(slot, mirror, entry),
          () => {},
        );
      else take(slot, slot.mirror, entry);
    }
  }

  function mended(step: MirrorStep): void {
    const slot = slotOf(step.mirror.show, step.mirror.section);
    if (slot !== undefined && step.entries.length === 0) slot.completeSinceMs = timers.monotonicMs();
    lags.note(step.mirror);
    options.onStep(step);
  }

  function take(slot: MirrorSlot, mirror: SectionMirror, entry: LogEntry): void {
    const step = stepWith(mirror, entry);
    lags.note(mirror);
    if (step !== null) options.onStep(step);
    if (mirror.isBehind) scheduleRepair(slot, mirror, mirror.isFull ? 0 : gapMs);
  }

  /**
   * Plans a reading of the log, unless one is under way or planned for no later. What fails is tried again with
   * the next heads.
   */
  function scheduleRepair(slot: MirrorSlot, mirror: SectionMirror, delayMs: number): void {
    const atMs = timers.monotonicMs() + delayMs;
    if (slot.repairing !== null || slot.repairAtMs <= atMs || closed) return;
    slot.cancelRepair();
    slot.repairAtMs = atMs;
    slot.cancelRepair = timers.after(delayMs, () => {
      slot.repairAtMs = Number.POSITIVE_INFINITY;
      if (!mirror.isBehind || closed) return;
      slot.repairing = mending
        .repair(mirror)
        .catch(options.onError)
        .then(() => {
          slot.repairing = null;
        });
    });
  }

  async function compareHeads(): Promise<void> {
    forgetIdle();
    if (slots.size === 0) return lags.noteHeads();
    clock.observe(await store.nowMs());
    for (const [show, ofShow] of slots) {
      const askedAtMs = timers.monotonicMs();
      const heads = await store.heads(show);
      for (const [section, slot] of ofShow) {
        const { mirror } = slot;
        if (mirror === null) continue;
        slot.noticeHead(mirror, heads[section] ?? 0, askedAtMs);
        lags.note(mirror);
        if (mirror.isBehind) scheduleRepair(slot, mirror, 0);
      }
    }
    lags.noteHeads();
  }

  function seats(): number[] {
    const counts: number[] = [];
    for (const ofShow of slots.values()) for (const { mirror } of ofShow.values()) mirror?.addTo(counts);
    return counts;
  }

  function forgetIdle(): void {
    const beforeMs = timers.monotonicMs() - idleMs;
    for (const [show, ofShow] of slots) {
      for (const [section, slot] of ofShow)
        if (slot.users === 0 && slot.usedAtMs < beforeMs && slot.mirror !== null && slot.repairing === null) {
          slot.cancelRepair();
          lags.forget(slot.mirror);
          ofShow.delete(section);
        }
      if (ofShow.size === 0) slots.delete(show);
    }
  }

  const heads = repeat(timers, options.headsEveryMs ?? 1_000, compareHeads, options.onError);

  return {
    open,
    peek: (show, section) => slotOf(show, section)?.mirror ?? undefined,
    followedMs(show, section) {
      const sinceMs = slotOf(show, section)?.completeSinceMs ?? Number.POSITIVE_INFINITY;
      return Math.max(0, timers.monotonicMs() - sinceMs);
    },
    isCurrent: (show, section) => slotOf(show, section)?.isCurrent(timers.monotonicMs()) === true,
    retain(show, section) {
      const slot = slotOf(show, section);
      if (slot === undefined) return () => {};
      slot.users++;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        slot.users--;
        slot.usedAtMs = timers.monotonicMs();
      };
    },
    receive,
    counts: () => ({
      mirrors: [...slots.values()].reduce((sum, show) => sum + show.size, 0),
      gaps: lags.gaps,
      ...mending.counts(),
    }),
    lag: () => lags.lag(),
    seats,
    async close() {
      closed = true;
      const every = [...slots.values()].flatMap((ofShow) => [...ofShow.values()]);
      for (const slot of every) slot.cancelRepair();
      await heads.stop();
      await Promise.all(every.map((slot) => slot.repairing));
    },
  };
}
