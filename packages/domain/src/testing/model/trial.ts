import type { LogEntry, Notice, SectionSnapshot } from '../../change.ts';
import type { Command, Outcome } from '../../command.ts';
import type { ErrorCode } from '../../errors.ts';
import type { EpochMs, SectionIndex, ShowId } from '../../ids.ts';
import type { Committed } from '../../ports.ts';
import { createTestSale, testPrices, testShowImport } from '../fixtures.ts';
import { MemoryStore, type Rules } from '../memory-store.ts';
import { replay } from '../replay.ts';
import { type History, type Step, world } from './history.ts';
import { checkMoves, checkRows, seatStates } from './rows-check.ts';
import { RuleBroken, same } from './rule-broken.ts';
import { SaleModel } from './sale-model.ts';
import { type ScriptedBatch, scriptOf, sectionOfSeat } from './script.ts';
import { swept } from './swept.ts';

const { sections, cap, limits, holdMs, paymentMs, onSaleAtMs, offSaleAtMs } = world;
const options = { sections, cap, limits, holdMs, paymentMs, onSaleAtMs, offSaleAtMs };
const shows = world.shows.map((id, n) => ({
  ...options,
  id,
  extensionMs: world.extensionMs[n] ?? null,
  returnsUntilMs: world.returnsUntilMs[n] ?? null,
}));
const sales = new Map(shows.map((show) => [show.id as ShowId, createTestSale(show)]));
const imports = shows.map(testShowImport);
const extensionMs = new Map(
  shows.flatMap((show) =>
    show.extensionMs === null ? [] : [[show.id as ShowId, show.extensionMs] as const],
  ),
);
const returnsUntilMs = new Map(
  shows.flatMap((show) =>
    show.returnsUntilMs === null ? [] : [[show.id as ShowId, show.returnsUntilMs] as const],
  ),
);
const firstSeats = sections.map((_, section) => sectionOfSeat.indexOf(section));
const widest = Math.max(...sections);
const places = sections.flatMap((count, section) =>
  Array.from({ length: count }, (_, place) => ({ section, place, last: place === count - 1 })),
);
const seats = places.map(({ section, place, last }) => {
  // As the test layouts draw them: straight rows, with the focal point in the drawing's middle.
  const dx = 12 * (place + 1) - 6 * (widest + 1);
  const dy = 12 * (section + 1) - 6 * (sections.length + 1);
  return { section, joined: !last, rank: Math.round(10 * Math.hypot(dx, dy)) };
});
const prices = sectionOfSeat.map((section) => testPrices[section % testPrices.length]?.amount ?? Number.NaN);

/** How a trial may differ from the plain one. */
export interface TrialOptions {
  /** The rules on trial; the domain's own when absent. */
  readonly rules?: Rules;
  /** Hears of every answer, to count what the histories reach. */
  readonly onAnswer?: (command: Command, outcome: Outcome, nowMs: EpochMs) => void;
}

/**
 * Plays a history on the rules and on the model side by side. Throws {@link RuleBroken}, which cites the
 * rule, as soon as an answer, a row, a version or a log entry differs from what SPEC.md says.
 */
export function tryHistory(history: History, { rules, onAnswer }: TrialOptions = {}): void {
  const model = new SaleModel(
    { prices, seats, currency: 'KRW', extensionMs, returnsUntilMs, ...options },
    world.shows,
    world.startMs,
  );
  const store = new MemoryStore(() => model.nowMs, rules);
  for (const show of imports) store.importNow(show);
  for (const step of history) {
    const { commands, outcomes } = tryStep(model, store, step);
    for (const [index, outcome] of outcomes.entries()) {
      const command = commands[index]?.command;
      if (command !== undefined) onAnswer?.(command, outcome, model.nowMs);
    }
  }
}

function tryStep(model: SaleModel, store: MemoryStore, step: Step) {
  model.advance(step.afterMs);
  const batch = scriptOf(model, step);
  const before = snapshotsOf(store, batch.show);
  const statesBefore = seatStates(model, store, batch.show);
  const { outcomes, entries } = commit(store, batch);
  const expected = batch.commands.map(({ command }) => model.answer(batch.show, command));
  checkOutcomes(batch, outcomes, expected, model.nowMs);
  checkLog(batch, entries, before, snapshotsOf(store, batch.show));
  checkNotices(model, entries);
  const asked = batch.commands.map(({ command }) => command);
  checkMoves(asked, statesBefore, seatStates(model, store, batch.show));
  checkRows(model, store);
  return { commands: batch.commands, outcomes };
}

function commit(store: MemoryStore, { show, sections: locked, commands }: ScriptedBatch): Committed {
  const sale = sales.get(show);
  if (sale === undefined) throw new RangeError(`there is no sale ${show}`);
  try {
    return store.commitNow({ sale, sections: locked, commands });
  } catch (error) {
    throw new RuleBroken('A1', `the batch was not answered: ${String(error)}`, commands);
  }
}

/** Commands are answered as the model does, one after the other [S4]. */
function checkOutcomes(
  { commands }: ScriptedBatch,
  outcomes: readonly Outcome[],
  expected: readonly Outcome[],
  nowMs: EpochMs,
): void {
  if (outcomes.length !== expected.length) throw new RuleBroken('A1', 'an answer is missing', outcomes);
  for (const [index, { command }] of commands.entries()) {
    const [answer, wanted] = [outcomes[index], expected[index]];
    if (answer === undefined || wanted === undefined) throw new RangeError('an answer without its command');
    const seen = answer.ok && answer.hold !== null ? { ...answer, hold: swept(answer.hold, nowMs) } : answer;
    if (same(seen, wanted)) continue;
    throw new RuleBroken(ruleOf(command, wanted, answer), 'an answer is not the model’s', {
      command,
      answer,
      wanted,
    });
  }
}

const ruleByCode: Partial<Record<ErrorCode, string>> = {
  SEAT_TAKEN: 'S1',
  NOT_ENOUGH_SEATS: 'B1',
  CAP_EXCEEDED: 'H4',
  TOO_MANY_HOLDS: 'H6',
  COOLING_DOWN: 'H7',
  HOLD_EXPIRED: 'H2',
  HOLD_NOT_FOUND: 'H3',
  ID_REUSED: 'H5',
  NO_EXTENSION: 'H8',
  NO_RETURNS: 'P3',
  PAYMENT_PENDING: 'P1',
};

const ruleByKind: Record<Command['kind'], string> = {
  hold: 'H5',
  best: 'B2',
  release: 'H5',
  extend: 'H8',
  startPayment: 'P2',
  settlePayment: 'P1',
  refund: 'P1',
  return: 'P3',
  recordRefund: 'P1',
  expire: 'H2',
  block: 'S2',
  unblock: 'S2',
};

/** The rule that a wrong answer most likely breaks. */
function ruleOf(command: Command, wanted: Outcome, answer: Outcome): string {
  const codes = [wanted, answer].flatMap((outcome) => (outcome.ok ? [] : [outcome.error.code]));
  return codes.map((code) => ruleByCode[code]).find((rule) => rule !== undefined) ?? ruleByKind[command.kind];
}

function checkLog(
  { sections: locked, commands }: ScriptedBatch,
  entries: readonly LogEntry[],
  before: readonly SectionSnapshot[],
  after: readonly SectionSnapshot[],
): void {
  for (const { section } of entries)
    if (!locked.includes(section)) throw new RuleBroken('S3', `section ${section} was not locked`, entries);
  for (const [section, earlier] of before.entries()) {
    const own = entries.filter((entry) => entry.section === section);
    const later = after[section];
    if (later?.version !== earlier.version + own.length || own.length > 1)
      throw new RuleBroken(
        'S3',
        `section ${section} went from ${earlier.version} to ${later?.version}`,
        entries,
      );
    const replayed = replayOf(section, earlier, own);
    if (!same(replayed, later))
      throw new RuleBroken('L2', 'the log does not give the snapshot', { replayed, later });
    const idle = own.every(({ changes, notices }) => changes.length + notices.length === 0);
    if (own.length > 0 && idle) throw new RuleBroken('S3', 'a version was raised for nothing', entries);
  }
  if (commands.length > 1 || entries.length === 0) return;
  const moved = entries.some(
    ({ section, notices }) => notices.length > 0 || !sameSeats(before[section], after[section]),
  );
  if (!moved) throw new RuleBroken('S3', 'a version was raised although nothing changed', entries);
}

function replayOf(
  section: SectionIndex,
  from: SectionSnapshot,
  entries: readonly LogEntry[],
): SectionSnapshot {
  try {
    return replay(from, firstSeats[section] ?? 0, entries);
  } catch (error) {
    throw new RuleBroken('L2', `the log cannot be followed: ${String(error)}`, entries);
  }
}

function sameSeats(a: SectionSnapshot | undefined, b: SectionSnapshot | undefined): boolean {
  return a !== undefined && b !== undefined && same({ ...a, version: 0 }, { ...b, version: 0 });
}

/** Buyers hear of each change of their holds once, with the lowest of its sections [L1]. */
function checkNotices(model: SaleModel, entries: readonly LogEntry[]): void {
  const bySection = new Map<SectionIndex, Notice[]>();
  for (const notice of model.takeNotices()) {
    const first = model.holds.get(notice.hold)?.requested[0] ?? -1;
    const section = sectionOfSeat[first] ?? -1;
    bySection.set(section, [...(bySection.get(section) ?? []), notice]);
  }
  for (const { section, notices } of entries) {
    const expected = bySection.get(section) ?? [];
    if (!same(notices, expected)) throw new RuleBroken('L1', 'the notices differ', { notices, expected });
    bySection.delete(section);
  }
  if (bySection.size > 0) throw new RuleBroken('L1', 'a notice is missing', [...bySection.values()]);
}

function snapshotsOf(store: MemoryStore, show: ShowId): SectionSnapshot[] {
  return sections.map((_, section) => {
    const snapshot = store.snapshotNow({ show, section });
    if (snapshot === null) throw new RangeError(`section ${section} has no snapshot`);
    return snapshot;
  });
}
