import { isAllowedMove, type LogEntry, type SeatState, seatCodes } from '@onsale/domain';
import type { StagedShow } from './shows.ts';

/** A seat as the log leaves it. */
export interface ReplayedSeat {
  readonly state: number;
  readonly untilMs: number;
  readonly owner: number;
}

export interface Replay {
  readonly seats: readonly ReplayedSeat[];
  /** The digits of a section, by `section index/version`: what a map at that version must show [L2]. */
  readonly digits: ReadonlyMap<string, string>;
  readonly faults: readonly string[];
}

const stateByCode = Object.fromEntries(
  Object.entries(seatCodes).map(([state, code]) => [code, state]),
) as Record<number, SeatState>;

/**
 * Replays the log of a show from its import on: versions without a gap [S3], moves that are allowed [S2], and no hold
 * that takes another's seat before its deadline [S1] [H2].
 */
export function replayLog(show: StagedShow, log: readonly LogEntry[]): Replay {
  const board = new Board(show);
  for (const entry of log) board.apply(entry);
  return { seats: board.seats, digits: board.digits, faults: board.faults };
}

class Board {
  readonly seats: ReplayedSeat[];
  readonly digits = new Map<string, string>();
  readonly faults: string[] = [];
  readonly #show: StagedShow;
  readonly #versions: number[];

  constructor(show: StagedShow) {
    const blocked = new Set(show.blocked);
    this.#show = show;
    this.#versions = show.sections.map(() => 0);
    this.seats = Array.from({ length: show.sale.plan.seatCount }, (_, seat) => ({
      state: blocked.has(seat) ? seatCodes.blocked : seatCodes.available,
      untilMs: 0,
      owner: 0,
    }));
    for (const section of show.sections.keys()) this.#note(section);
  }

  apply({ section, version, changes }: LogEntry): void {
    const before = this.#versions[section];
    if (before === undefined || version !== before + 1)
      this.faults.push(`[S3] the log of ${this.#show.id}/${section} has ${version} after ${before}`);
    for (const [seat, state, untilMs, owner] of changes) this.#move(seat, { state, untilMs, owner });
    this.#versions[section] = version;
    this.#note(section);
  }

  #move(seat: number, next: ReplayedSeat): void {
    const before = this.seats[seat];
    const name = `${this.#show.id} seat ${seat}`;
    if (before === undefined) {
      this.faults.push(`[S3] the log names ${name}, which does not exist`);
      return;
    }
    const [from, to] = [stateByCode[before.state], stateByCode[next.state]];
    if (from === undefined || to === undefined || !isAllowedMove(from, to))
      this.faults.push(`[S2] ${name} went from ${from} to ${to}`);
    if (from === 'held' && to === 'held' && before.owner !== next.owner) {
      // A hold that was just made ends `holdMs` after its making, by the database's clock.
      const madeMs = next.untilMs - this.#show.sale.show.holdMs;
      if (madeMs < before.untilMs)
        this.faults.push(`[H2] ${name} was taken ${before.untilMs - madeMs} ms before another's deadline`);
    }
    this.seats[seat] = next;
  }

  #note(section: number): void {
    const range = this.#show.sections[section];
    if (range === undefined) return;
    const seats = this.seats.slice(range.first, range.first + range.count);
    this.digits.set(`${section}/${this.#versions[section]}`, seats.map(({ state }) => state).join(''));
  }
}
