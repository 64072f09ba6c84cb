import type { MirrorStep } from '@onsale/booking';
import type { BuyerId, Outcome, Sale } from '@onsale/domain';
import type { Page } from '../clients/page.ts';
import type { Machine } from '../machine.ts';
import type { SimProvider } from '../provider.ts';
import type { Ask, Attempt } from '../sale/ask.ts';
import type { Packet } from '../sale/sockets.ts';
import type { CommitSeen, SimDatabase } from '../store/database.ts';
import type { World } from '../world.ts';
import { AnswerChecks } from './answer-checks.ts';
import { HoldChecks } from './hold-checks.ts';
import { MoneyChecks } from './money-checks.ts';
import { checkSeats } from './seat-checks.ts';
import { ToldChecks } from './told-checks.ts';
import { type Change, Truth } from './truth.ts';

/** Watches everything and holds it against the rules, at every step. */
export class Inspector {
  readonly truth: Truth;
  readonly answers: AnswerChecks;
  readonly money: MoneyChecks;
  readonly #world: World;
  readonly #holds: HoldChecks;
  readonly #told: ToldChecks;
  readonly #provider: SimProvider;
  /** Whether anything has come into force or was answered since the record was last looked through. */
  #isStale = true;

  constructor(world: World, sale: Sale, database: SimDatabase, provider: SimProvider) {
    this.#world = world;
    this.truth = new Truth(sale, database.memory);
    this.answers = new AnswerChecks(world, this.truth);
    this.money = new MoneyChecks(world, this.truth, provider);
    this.#provider = provider;
    this.#holds = new HoldChecks(world, this.truth);
    this.#told = new ToldChecks(world, this.truth);
    database.onCommit = (seen) => this.#committed(seen);
  }

  /** A mirror of a process went on. */
  stepped(process: string, step: MirrorStep): void {
    this.#told.checkStep(process, step);
    if (step.entries.length === 0) this.#world.count('mirror: replaced by a snapshot');
    else if (step.entries.length > 1) this.#world.count('mirror: several entries at once');
  }

  /** A process sends something to a buyer's socket. */
  told(process: string, packet: Packet, buyer: BuyerId): void {
    this.#told.checkPacket(process, packet, buyer);
  }

  asked(machine: Machine, buyer: BuyerId, ask: Ask): Attempt {
    return this.answers.asked(machine, buyer, ask);
  }

  answered(attempt: Attempt, outcome: Outcome): void {
    this.#world.note(
      `answers ${attempt.ask.kind} of ${attempt.buyer}: ${outcome.ok ? 'ok' : outcome.error.code}`,
    );
    this.#world.count(`answer: ${outcome.ok ? 'accepted' : outcome.error.code}`);
    this.answers.answered(attempt, outcome);
    this.#isStale = true;
  }

  /** After each step: what it may have changed. */
  afterStep(pages: readonly Page[], stepped: Machine | null): void {
    if (this.#isStale || stepped === this.#provider.machine) {
      this.answers.checkClaims();
      this.money.checkBooks();
      this.#isStale = false;
    }
    for (const page of pages)
      if (page.machine === stepped) {
        for (const map of page.live?.sections ?? []) this.#told.checkMap(page.machine.name, map);
        this.#told.checkHonesty(page);
      }
  }

  #committed(seen: CommitSeen): void {
    const change = this.truth.take(seen, this.#world.nowMs, this.#world.epochMs);
    this.#countWhatHappened(change);
    checkSeats(this.#world, this.truth, change);
    this.#holds.check(change);
    this.money.checkChange(change);
    this.answers.checkChange(change);
    this.#isStale = true;
  }

  /** How far the sale gets: what never happens proves nothing. */
  #countWhatHappened({ seen, before, after }: Change): void {
    if (seen.commands.length > 1) this.#world.count('batch: of several commands');
    if (seen.sections.length > 1) this.#world.count('batch: of several sections');
    for (const [id, hold] of after.holds) {
      const earlier = before.holds.get(id);
      if (earlier?.state !== hold.state)
        this.#world.count(`hold: ${earlier?.state ?? 'none'} to ${hold.state}`);
    }
    for (const [id, hold] of after.holds)
      if (hold.extendedByBuyer) {
        if (before.holds.get(id)?.extendedByBuyer === false) this.#world.count('hold: extended');
        if (hold.state === 'paid') this.#world.count('hold: extended and paid');
      }
    for (const [id, order] of after.orders) {
      const earlier = before.orders.get(id);
      if (earlier?.state !== order.state)
        this.#world.count(`order: ${earlier?.state ?? 'none'} to ${order.state}`);
    }
  }
}
