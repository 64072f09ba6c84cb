import { isAllowedMove, type LogEntry, ownerMark, type SeatState, seatCodes } from '@onsale/domain';
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
  const board = new Board(show, seatsGivenUp(log));
  for (const entry of log) board.apply(entry);
  return { seats: board.seats, digits: board.digits, faults: board.faults };
}

/** The seats that each hold let go of before its deadline, by its mark: a batch may give them to the next at once. */
function seatsGivenUp(log: readonly LogEntry[]): ReadonlyMap<number, ReadonlySet<number>> {
  const held = new Map<string, readonly number[]>();
  const givenUp = new Map<number, Set<number>>();
  for (const { hold, state, seats } of log.flatMap(({ notices }) => notices)) {
    const kept = state === 'active' || state === 'paid' ? seats : [];
    const mark = ownerMark(hold);
    const gone = givenUp.get(mark) ?? new Set<number>();
    for (const seat of held.get(hold) ?? []) if (!kept.includes(seat)) gone.add(seat);
    givenUp.set(mark, gone);
    held.set(hold, kept);
  }
  return givenUp;
}

class Board {
  readonly seats: ReplayedSeat[];
  readonly digits = new Map<string, string>();
  readonly faults: string[] = [];
  readonly #show: StagedShow;
  readonly #versions: number[];
  readonly #givenUp: ReadonlyMap<number, ReadonlySet<number>>;

  constructor(show: StagedShow, givenUp: ReadonlyMap<number, ReadonlySet<number>>) {
    this.#givenUp = givenUp;
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
      const wasGivenUp = this.#givenUp.get(before.owner)?.has(seat) === true;
      if (madeMs < before.untilMs && !wasGivenUp)
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
