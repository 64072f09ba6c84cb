import {
  freshSeat,
  isReadOnly,
  nameOf,
  type SeatOp,
  type SeatRules,
  type SeatState,
  stepSeat,
} from './seat-spec.ts';

export type Verdict =
  | { readonly kind: 'linearizable' }
  /** No order explains the answers: after the longest one that was found, one of `stuckAt` should have been next. */
  | { readonly kind: 'violation'; readonly order: readonly SeatOp[]; readonly stuckAt: readonly SeatOp[] }
  /** The search was given up. */
  | { readonly kind: 'undecided' };

/** Acts that one search places at most; a seat's history of a run needs a few hundred. */
const stepsMax = 300_000;

/** What has been placed so far, and which acts are still to be tried next. */
interface Node {
  readonly state: SeatState;
  readonly candidates: readonly number[];
  /** The act that led here. */
  readonly op: number | null;
  tried: number;
}

/**
 * Whether some order of the acts explains all answers: each act at one moment of its span, as the specification of
 * a seat allows. The search is that of Wing and Gong (1993) with the memory of Lowe (2017): depth first over the
 * acts that may come next, never twice into the same set of placed acts with the same state. Of two visits with
 * equal set and state only the one at the earlier moment counts, since moments ahead can be waited for.
 */
export function checkSeat(ops: readonly SeatOp[], rules: SeatRules): Verdict {
  return new Search(
    pinned(ops, rules).toSorted((a, b) => a.startMs - b.startMs),
    rules,
  ).run();
}

/** A hold that was asked for once happened when its deadline says: its span shrinks to that moment. */
function pinned(ops: readonly SeatOp[], { holdMs }: SeatRules): SeatOp[] {
  const asked = new Map<string, number>();
  for (const { act } of ops) if (act.kind === 'take') asked.set(act.hold, (asked.get(act.hold) ?? 0) + 1);
  return ops.map((op) => {
    const { act, startMs, endMs } = op;
    if (act.kind !== 'take' || act.untilMs === null || asked.get(act.hold) !== 1) return op;
    const madeMs = act.untilMs - holdMs;
    return startMs <= madeMs && madeMs <= endMs ? { ...op, startMs: madeMs, endMs: madeMs } : op;
  });
}

/** Holds of which nothing is known but that they were asked for: any of them may explain what any other does. */
function ghostsOf(ops: readonly SeatOp[]): ReadonlySet<SeatOp> {
  const acts = new Map<string, SeatOp[]>();
  for (const op of ops) {
    const { hold } = op.act;
    if (hold !== null) acts.set(hold, [...(acts.get(hold) ?? []), op]);
  }
  const lonely = [...acts.values()].filter((own) => own.length === 1).flat();
  return new Set(lonely.filter(({ act, mustHappen }) => act.kind === 'take' && !mustHappen));
}

class Search {
  readonly #ops: readonly SeatOp[];
  readonly #rules: SeatRules;
  readonly #ghosts: ReadonlySet<SeatOp>;
  readonly #isPlaced: Uint8Array;
  readonly #bits: Uint32Array;
  readonly #visited = new Map<string, number>();
  readonly #path: Node[] = [];
  #answersLeft: number;
  #order: readonly SeatOp[] = [];
  #stuckAt: readonly SeatOp[] = [];

  /** The acts must come in the order of their starts. */
  constructor(ops: readonly SeatOp[], rules: SeatRules) {
    this.#ops = ops;
    this.#rules = rules;
    this.#ghosts = ghostsOf(ops);
    this.#isPlaced = new Uint8Array(ops.length);
    this.#bits = new Uint32Array(Math.ceil(ops.length / 32));
    this.#answersLeft = ops.filter(({ mustHappen }) => mustHappen).length;
  }

  run(): Verdict {
    this.#enter(freshSeat, null);
    for (let steps = 0; this.#answersLeft > 0; steps += 1) {
      const node = this.#path.at(-1);
      if (node === undefined) return { kind: 'violation', order: this.#order, stuckAt: this.#stuckAt };
      if (steps > stepsMax) return { kind: 'undecided' };
      const candidate = node.candidates[node.tried];
      if (candidate === undefined) this.#leave(node);
      else {
        node.tried += 1;
        this.#place(node.state, candidate);
      }
    }
    return { kind: 'linearizable' };
  }

  #enter(state: SeatState, op: number | null): void {
    const candidates = this.#candidates(state);
    this.#path.push({ state, candidates, op, tried: 0 });
    if (this.#path.length <= this.#order.length) return;
    this.#order = this.#path.flatMap((node) => (node.op === null ? [] : (this.#ops[node.op] ?? [])));
    this.#stuckAt = candidates.flatMap((candidate) => this.#ops[candidate] ?? []);
  }

  #leave(node: Node): void {
    this.#path.pop();
    if (node.op !== null) this.#mark(node.op, false);
  }

  #place(state: SeatState, candidate: number): void {
    const op = this.#ops[candidate];
    const next = op === undefined ? null : stepSeat(state, op, this.#rules);
    if (op === undefined || next === null) return;
    const name = nameOf(next);
    // An act that may have happened without any effect has not happened.
    if (!op.mustHappen && name === nameOf(state)) return;
    this.#mark(candidate, true);
    if (this.#isNew(name, next.nowMs)) this.#enter(next, candidate);
    else this.#mark(candidate, false);
  }

  #mark(op: number, isPlaced: boolean): void {
    const word = op >>> 5;
    this.#bits[word] = ((this.#bits[word] ?? 0) ^ (1 << (op & 31))) >>> 0;
    this.#isPlaced[op] = isPlaced ? 1 : 0;
    if (this.#ops[op]?.mustHappen) this.#answersLeft += isPlaced ? -1 : 1;
  }

  #isNew(name: string, nowMs: number): boolean {
    const key = `${this.#bits.join(',')}|${name}`;
    const earliestMs = this.#visited.get(key);
    if (earliestMs !== undefined && earliestMs <= nowMs) return false;
    this.#visited.set(key, nowMs);
    return true;
  }

  /**
   * The acts that may come next: those that begin before the first answer that is still to be explained. Answered
   * ones are tried first, since most without an answer never happened.
   */
  #candidates(state: SeatState): number[] {
    const answered: number[] = [];
    const unanswered: number[] = [];
    let firstAnswerMs = Number.POSITIVE_INFINITY;
    let hasGhost = false;
    for (const [index, op] of this.#ops.entries()) {
      if (op.startMs > firstAnswerMs) break;
      if (this.#isPlaced[index] === 1) continue;
      if (op.mustHappen) {
        firstAnswerMs = Math.min(firstAnswerMs, op.endMs);
        answered.push(index);
      } else if (!this.#ghosts.has(op)) unanswered.push(index);
      else if (!hasGhost) {
        hasGhost = true;
        unanswered.push(index);
      }
    }
    const forced = this.#forced(state, answered);
    return forced === null ? [...answered, ...unanswered] : [forced];
  }

  /**
   * An act that only reads and can be placed at once without harm, so that nothing else needs to be tried in its stead:
   * it waits for no deadline, and either costs no time or no act that was answered and changes the seat may begin
   * earlier. (One without an answer counts its deadline from its own start, so that being placed later does it no harm.)
   */
  #forced(state: SeatState, answered: readonly number[]): number | null {
    let mayChangeBefore = false;
    for (const index of answered) {
      const op = this.#ops[index];
      if (op === undefined) continue;
      if (!isReadOnly(op.act)) {
        mayChangeBefore = true;
        continue;
      }
      const next = stepSeat(state, op, this.#rules);
      const waits = next !== null && next.nowMs > Math.max(state.nowMs, op.startMs);
      if (next === null || waits) continue;
      if (!mayChangeBefore || next.nowMs === state.nowMs) return index;
    }
    return null;
  }
}
