import { seatCodes } from '@onsale/domain';
import { lostAcknowledgements } from './acknowledged.ts';
import type { Evidence } from './evidence.ts';
import type { History } from './history.ts';
import { invariantFaults } from './invariants.ts';
import { checkSeat } from './linearizability.ts';
import { type Replay, replayLog } from './log-replay.ts';
import type { ShowRows } from './rows.ts';
import { type FinalSeat, seatHistories } from './seat-histories.ts';
import type { SeatOp, SeatRules } from './seat-spec.ts';
import type { Sighting } from './viewers.ts';

export interface Judgement {
  readonly problems: readonly string[];
  readonly seatsChecked: number;
  readonly sold: number;
}

/** Rounding to whole milliseconds, twice. */
const clockMs = 3;

/** Refusals that the load may meet; any other means that it, or the system, is at fault. */
const expectedCodes = new Set([
  'SEAT_TAKEN',
  'CAP_EXCEEDED',
  'HOLD_EXPIRED',
  'HOLD_ENDED',
  'HOLD_NOT_FOUND',
  'PAYMENT_PENDING',
  'PAYMENT_DECLINED',
  'BUSY',
  'UNAVAILABLE',
  'UNREACHABLE',
]);

/** Everything in the evidence that the rules do not allow. */
export function judge(evidence: Evidence): Judgement {
  const { history, reading, sightings } = evidence;
  const replays = reading.shows.map((rows) => ({ rows, replay: replayLog(rows.show, rows.log) }));
  const problems = replays.flatMap(({ rows, replay }) => invariantFaults(rows, replay));
  problems.push(...few(lostAcknowledgements(history.calls, reading)));
  problems.push(...few(wrongSightings(sightings, replays)));
  problems.push(...answerFaults(history));
  const seats = checkSeats(evidence);
  problems.push(...few(seats.problems));
  const sold = reading.shows
    .flatMap((rows) => rows.seats)
    .filter(({ state }) => state === seatCodes.sold).length;
  return { problems, seatsChecked: seats.checked, sold };
}

function few(problems: readonly string[]): string[] {
  return problems.length <= 5
    ? [...problems]
    : [...problems.slice(0, 5), `and ${problems.length - 5} more of that kind`];
}

/** A map that was shown for a version and is not what the log makes of it [L2]. */
function wrongSightings(
  sightings: readonly Sighting[],
  replays: readonly { readonly rows: ShowRows; readonly replay: Replay }[],
): string[] {
  return sightings.flatMap(({ show, section, version, digits }) => {
    const { rows, replay } = replays.find((each) => each.rows.show.id === show) ?? {};
    const index = rows?.show.sections.findIndex(({ id }) => id === section);
    const right = replay?.digits.get(`${index}/${version}`);
    return right === digits
      ? []
      : [`[L2] a viewer saw ${show}/${section} at ${version} as ${digits}, not ${right}`];
  });
}

function answerFaults(history: History): string[] {
  const { refusedBy, unknownBy } = history.counts();
  const faults = Object.keys(refusedBy)
    .filter((code) => !expectedCodes.has(code))
    .map((code) => `[A1] ${refusedBy[code]} calls were refused with ${code}`);
  if (unknownBy.INTERNAL !== undefined)
    faults.push(`[A1] ${unknownBy.INTERNAL} calls were answered INTERNAL`);
  const open = history.unresolved().length;
  if (open > 0) faults.push(`[A1] ${open} commands have no answer at the end`);
  return faults;
}

/** The linearizability check of every seat. Blocked ones are refused and nothing else. */
function checkSeats(evidence: Evidence): { problems: string[]; checked: number } {
  const { history, reading, refusalAgeMsMax } = evidence;
  const finals = { ...reading, seats: reading.shows.flatMap(finalSeats) };
  const histories = seatHistories(history.calls, finals, { refusalAgeMsMax, clockMs });
  const problems: string[] = [];
  for (const { show, seats } of reading.shows)
    for (const { seat, state } of seats) {
      const ops = histories.get(`${show.id}/${seat}`) ?? [];
      const problem = state === seatCodes.blocked ? blockedFault(ops) : seatFault(ops, show.sale.show);
      if (problem !== null) problems.push(`[S1] ${show.id} seat ${seat}: ${problem}`);
    }
  return { problems, checked: histories.size };
}

function seatFault(ops: readonly SeatOp[], rules: SeatRules): string | null {
  const verdict = checkSeat(ops, rules);
  if (verdict.kind === 'linearizable') return null;
  const near =
    verdict.kind === 'violation' ? ` after ${verdict.order.length}: ${JSON.stringify(verdict.stuckAt)}` : '';
  return `${verdict.kind} in ${ops.length} acts${near}`;
}

function blockedFault(ops: readonly SeatOp[]): string | null {
  const granted = ops.filter(({ act, mustHappen }) => mustHappen && act.kind !== 'refused');
  return granted.length === 0 ? null : `blocked, and yet ${JSON.stringify(granted[0])}`;
}

function finalSeats({ show, seats }: ShowRows): FinalSeat[] {
  const states = {
    [seatCodes.available]: 'available',
    [seatCodes.held]: 'held',
    [seatCodes.sold]: 'sold',
  } as const;
  return seats.flatMap(({ seat, state, hold, untilMs }) => {
    const name = states[state as keyof typeof states];
    return name === undefined ? [] : [{ show: show.id, seat, state: name, hold, untilMs }];
  });
}
