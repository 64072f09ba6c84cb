import type { HoldBody, OrderBody } from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';

/** A command as a buyer asks it. `seats` are those that it may touch. */
export type Asked =
  | { readonly kind: 'hold'; readonly show: string; readonly hold: string; readonly seats: readonly number[] }
  | {
      readonly kind: 'release';
      readonly show: string;
      readonly hold: string;
      readonly seats: readonly number[];
      /** Whether `seats` is the whole hold, which then goes unnamed. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'pay';
      readonly show: string;
      readonly hold: string;
      readonly order: string;
      readonly method: 'sandbox-card' | 'sandbox-declined';
      readonly seats: readonly number[];
    };

/** What a call came to. Nobody listened: `UNREACHABLE`, and so it had no effect. */
export type CallOutcome =
  | { readonly kind: 'ok'; readonly hold: HoldBody; readonly order: OrderBody | null }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode | 'UNREACHABLE';
      /** The seats that stood in the way. */
      readonly seats: readonly number[];
    }
  /** No answer, or one that says so: it may have had its effect, may have it yet, or never. */
  | { readonly kind: 'unknown'; readonly why: string };

/** One call, from the moment before it was sent to the moment after its answer came, in milliseconds since 1970. */
export interface Call {
  readonly buyer: string;
  readonly via: 'http' | 'socket';
  /** The process that was asked. */
  readonly process: string;
  readonly asked: Asked;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: CallOutcome;
}

export interface CallCounts {
  readonly calls: number;
  readonly ok: number;
  readonly refused: number;
  readonly unknown: number;
  readonly refusedBy: Readonly<Record<string, number>>;
  readonly unknownBy: Readonly<Record<string, number>>;
}

/** Calls that one run may log; past this the load is far too high for its checks. */
const callsMax = 200_000;

/** Every call of a run. */
export class History {
  readonly #calls: Call[] = [];

  add(call: Call): void {
    if (this.#calls.length >= callsMax) throw new RangeError(`more than ${callsMax} calls`);
    this.#calls.push(call);
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  counts(): CallCounts {
    const counts = { calls: this.#calls.length, ok: 0, refused: 0, unknown: 0 };
    const refusedBy: Record<string, number> = {};
    const unknownBy: Record<string, number> = {};
    for (const { outcome } of this.#calls) {
      counts[outcome.kind] += 1;
      if (outcome.kind === 'refused') refusedBy[outcome.code] = (refusedBy[outcome.code] ?? 0) + 1;
      if (outcome.kind === 'unknown') unknownBy[outcome.why] = (unknownBy[outcome.why] ?? 0) + 1;
    }
    return { ...counts, refusedBy, unknownBy };
  }

  /** The commands whose newest answer is not known, in the order in which they were first asked. */
  unresolved(): { readonly buyer: string; readonly asked: Asked }[] {
    const open = new Map<string, { buyer: string; asked: Asked }>();
    for (const { buyer, asked, outcome } of this.#calls) {
      const key = keyOf(asked);
      if (outcome.kind === 'unknown') open.set(key, { buyer, asked });
      else if (isAnswer(outcome)) open.delete(key);
    }
    return [...open.values()];
  }
}

/** What a command and its repeats share. */
function keyOf(asked: Asked): string {
  if (asked.kind === 'hold') return `hold ${asked.hold}`;
  if (asked.kind === 'pay') return `pay ${asked.order}`;
  return `release ${asked.hold} ${asked.seats.join(',')}`;
}

/** Refusals that say nothing of the command itself: it is asked again. */
const repeatable: ReadonlySet<string> = new Set(['BUSY', 'UNAVAILABLE', 'UNREACHABLE']);

/** Whether the outcome is the command's own, and not only the system's state. */
export function isAnswer(outcome: CallOutcome): boolean {
  return outcome.kind === 'ok' || (outcome.kind === 'refused' && !repeatable.has(outcome.code));
}
