import { createRandom, type Random } from '@onsale/domain/testing';
import { Column } from './column.ts';
import { machineMs } from './machine-clock.ts';
import type { BuyingPlan, CommandColumns } from './messages.ts';

/** How often arrivals that are due are looked for. */
const lookEveryMs = 2;
const patienceEveryMs = 250;

/** A buyer's socket. */
export interface Asker {
  take(id: number, seat: number): void;
}

interface Pending {
  readonly seat: number;
  readonly startMs: number;
}

interface Desk {
  readonly asker: Asker;
  readonly numberOf: (next: number, seat: number) => number;
  readonly pending: Map<number, Pending>;
  next: number;
}

/** The buyers of one worker: sends their commands and notes what became of each. */
export class Buying {
  readonly #desks: readonly Desk[];
  readonly #onExhausted: () => void;
  readonly #columns = {
    seats: new Column(),
    startMs: new Column(),
    endMs: new Column(),
    codes: new Column(),
  };
  readonly #codeNames = [''];
  #plan: BuyingPlan | null = null;
  #random: Random = createRandom(1);
  #nextSeat = 0;
  #nextDesk = 0;
  #isExhausted = false;

  constructor(
    askers: readonly { asker: Asker; numberOf: (next: number, seat: number) => number }[],
    onExhausted: () => void,
  ) {
    this.#desks = askers.map((asker) => ({ ...asker, pending: new Map(), next: 1 }));
    this.#onExhausted = onExhausted;
  }

  begin(plan: BuyingPlan): void {
    this.#plan = plan;
    this.#random = createRandom(plan.seed);
    this.#nextSeat = 0;
    this.#isExhausted = false;
    setTimeout(() => this.#run(plan), Math.max(0, plan.beginMs - machineMs()));
  }

  /** The answer to a buyer's command. A late one, or one to nobody's command, is passed over. */
  answered(buyer: number, id: number, code: string, nowMs: number): void {
    const desk = this.#desks[buyer];
    const pending = desk?.pending.get(id);
    if (desk === undefined || pending === undefined) return;
    desk.pending.delete(id);
    this.#note(pending, nowMs, code);
    if (this.#plan?.arrivals.kind === 'closed') this.#askNext(desk, nowMs);
  }

  /** Commands that wait for their answer. */
  get pending(): number {
    return this.#desks.reduce((sum, { pending }) => sum + pending.size, 0);
  }

  /** Everything so far; commands that wait count as unanswered. */
  report(): CommandColumns {
    for (const desk of this.#desks) {
      for (const pending of desk.pending.values()) this.#note(pending, 0, '');
      desk.pending.clear();
    }
    const { seats, startMs, endMs, codes } = this.#columns;
    return {
      seats: seats.toArray(),
      startMs: startMs.toArray(),
      endMs: endMs.toArray(),
      codes: codes.toArray(),
      codeNames: this.#codeNames,
    };
  }

  #run(plan: BuyingPlan): void {
    if (plan.arrivals.kind === 'open') return this.#arrive(plan, plan.arrivals.perSecond);
    // A timer may fire a fraction of a millisecond early, which would put what is asked then before the window.
    const nowMs = Math.max(machineMs(), plan.beginMs);
    for (const desk of this.#desks) this.#askNext(desk, nowMs);
    const timer = setInterval(() => this.#losePatience(plan, timer), patienceEveryMs);
  }

  /** Sends what is due. A command that goes out late counts from when it was due: nobody is left out of the figures. */
  #arrive(plan: BuyingPlan, perSecond: number): void {
    let dueMs = plan.beginMs;
    const timer = setInterval(() => {
      const nowMs = machineMs();
      while (dueMs <= nowMs && dueMs < plan.endMs && !this.#isExhausted) {
        const desk = this.#desks[this.#nextDesk++ % this.#desks.length];
        if (desk !== undefined) this.#ask(desk, dueMs);
        dueMs += (-Math.log(1 - this.#random.uint32() / 2 ** 32) * 1_000) / perSecond;
      }
      if (dueMs >= plan.endMs || this.#isExhausted) clearInterval(timer);
    }, lookEveryMs);
  }

  #askNext(desk: Desk, nowMs: number): void {
    if (this.#plan !== null && nowMs < this.#plan.endMs) this.#ask(desk, nowMs);
  }

  #ask(desk: Desk, startMs: number): void {
    const seat = this.#chooseSeat();
    if (seat === null) return;
    const id = desk.numberOf(desk.next++, seat);
    if (desk.pending.has(id)) return this.#askAgain(desk, id, seat, startMs);
    desk.pending.set(id, { seat, startMs });
    desk.asker.take(id, seat);
  }

  /** The buyer waits for that very seat already: the earlier command stays unanswered. */
  #askAgain(desk: Desk, id: number, seat: number, startMs: number): void {
    const earlier = desk.pending.get(id);
    if (earlier !== undefined) this.#note(earlier, 0, '');
    desk.pending.set(id, { seat, startMs });
    desk.asker.take(id, seat);
  }

  #chooseSeat(): number | null {
    const wanted = this.#plan?.seats;
    if (wanted === undefined) return null;
    if (wanted.kind === 'hot') return this.#random.below(wanted.count);
    const seat = wanted.order[this.#nextSeat++];
    if (seat !== undefined) return seat;
    if (!this.#isExhausted) this.#onExhausted();
    this.#isExhausted = true;
    return null;
  }

  #losePatience(plan: BuyingPlan, timer: NodeJS.Timeout): void {
    const nowMs = machineMs();
    if (nowMs >= plan.endMs) return clearInterval(timer);
    for (const desk of this.#desks) {
      for (const [id, pending] of desk.pending) {
        if (pending.startMs + plan.patienceMs > nowMs) continue;
        desk.pending.delete(id);
        this.#note(pending, 0, '');
        this.#askNext(desk, nowMs);
      }
    }
  }

  #note({ seat, startMs }: Pending, endMs: number, code: string): void {
    const known = this.#codeNames.indexOf(code);
    const index = known === -1 ? this.#codeNames.push(code) - 1 : known;
    const { seats, startMs: starts, endMs: ends, codes } = this.#columns;
    seats.push(seat);
    starts.push(startMs);
    ends.push(endMs);
    codes.push(index);
  }
}
