import type { BuyerId, Command, Hold, Outcome, Refusal, Seat } from '@onsale/domain';
import type { World } from '../world.ts';
import { type Change, ownerOf, stateAt, type Truth } from './truth.ts';

const minuteMs = 60_000;

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/** H1 to H8, at each commit: every command's answer and effect against the rows before and after. */
export class HoldChecks {
  readonly #world: World;
  readonly #truth: Truth;

  constructor(world: World, truth: Truth) {
    this.#world = world;
    this.#truth = truth;
  }

  check(change: Change): void {
    const { commands, decision } = change.seen;
    for (const [index, { command }] of commands.entries()) {
      const outcome = decision.outcomes[index];
      if (outcome === undefined) this.#world.break('A1', 'a command was decided without an answer', command);
      else this.#checkCommand(change, command, outcome);
    }
    for (const [id, hold] of change.after.holds) this.#checkRow(change, change.before.holds.get(id), hold);
  }

  #checkCommand(change: Change, command: Command, outcome: Outcome): void {
    switch (command.kind) {
      case 'hold':
      case 'best':
        return this.#checkHold(change, command, outcome);
      case 'release':
      case 'startPayment':
        this.#checkOwner(change, command, outcome);
        this.#checkDeadline(change, command, outcome);
        return command.kind === 'startPayment' ? this.#checkCap(change, command.buyer) : undefined;
      case 'extend':
        this.#checkOwner(change, command, outcome);
        this.#checkDeadline(change, command, outcome);
        this.#checkExtension(change, command, outcome);
        return this.#checkCap(change, command.buyer);
      case 'settlePayment':
        return this.#checkCap(change, command.buyer);
      default:
    }
  }

  /** [H4] After every command that may add to what counts; the buyer's lock puts these in one order. */
  #checkCap({ seen }: Change, buyer: BuyerId): void {
    const claimed = this.#truth.claimed(buyer, seen.decidedAtMs);
    if (claimed > this.#truth.sale.show.cap)
      this.#world.break('H4', `${buyer} has ${claimed} seats`, seen.commands);
  }

  #checkHold(change: Change, command: Of<'hold' | 'best'>, outcome: Outcome): void {
    const earlier = change.seen.read.loaded.holds.get(command.id) ?? this.#firstOfBatch(change, command);
    if (earlier !== undefined) this.#checkRepeat(command, outcome, earlier);
    else if (outcome.ok) this.#checkGrant(change, command, outcome.hold);
    else this.#checkRefusal(change, command, outcome.error);
  }

  /** The hold as an earlier command of the same batch made it. */
  #firstOfBatch({ seen }: Change, command: Of<'hold' | 'best'>): Hold | undefined {
    for (const [index, { command: other }] of seen.commands.entries()) {
      if (other === command) return undefined;
      const outcome = seen.decision.outcomes[index];
      const isFirst = (other.kind === 'hold' || other.kind === 'best') && other.id === command.id;
      if (isFirst && outcome?.ok === true && outcome.hold !== null) return outcome.hold;
    }
    return undefined;
  }

  /** [H5] */
  #checkRepeat(command: Of<'hold' | 'best'>, outcome: Outcome, earlier: Hold): void {
    const isSame = earlier.buyer === command.buyer && asksTheSame(command, earlier);
    const isRight = isSame ? outcome.ok && outcome.hold?.id === command.id : isRefused(outcome, 'ID_REUSED');
    if (!isRight)
      this.#world.break('H5', 'a hold’s id came again and got another answer', { command, outcome, earlier });
  }

  /** [H1] [H4] */
  #checkGrant(change: Change, command: Of<'hold' | 'best'>, hold: Hold | null): void {
    const { seen, before, after } = change;
    const asked = sorted(command.kind === 'hold' ? command.seats : (hold?.requested ?? []));
    if (command.kind === 'best') this.#checkBest(command, asked);
    if (
      `${hold?.requested}` !== `${asked}` ||
      `${hold?.seats}` !== `${asked}` ||
      hold?.buyer !== command.buyer
    )
      this.#world.break('H1', 'a hold was granted that is not the one asked for', { command, hold });
    const row = after.holds.get(command.id);
    const had = asked.filter(
      (seat) => row?.seats.includes(seat) && ownerOf(after.seats[seat]) === command.id,
    );
    const isAlone = seen.commands.every(
      ({ command: other }) => other === command || !concerns(other, command.id),
    );
    if (isAlone && had.length < asked.length)
      this.#world.break('H1', 'a hold was granted without all of its seats', { command, row });
    for (const seat of asked) {
      const state = stateAt(before.seats[seat], seen.decidedAtMs);
      if (state !== 'available' && !this.#isFreed(change, seat))
        this.#world.break('S1', `seat ${seat} was granted and is ${state}`, {
          command,
          was: before.seats[seat],
        });
    }
    this.#checkCap(change, command.buyer);
    this.#checkLimits(change, command.buyer);
  }

  /** [B1] As many seats as were wished for, of the section that was asked about. */
  #checkBest({ wish, section, ...command }: Of<'best'>, seats: readonly Seat[]): void {
    const { plan } = this.#truth.sale;
    if (seats.length !== wish.count || seats.some((seat) => plan.sectionOf(seat) !== section))
      this.#world.break('B1', 'other seats were chosen than were wished for', {
        wish,
        section,
        command,
        seats,
      });
  }

  /** [B1] Who may sit apart is refused only where there are not so many seats, which only batches of several hide. */
  #checkShortage({ seen, before }: Change, { wish, section, togetherHere }: Of<'best'>): void {
    const { first = 0, count = 0 } = this.#truth.sale.plan.sections[section] ?? {};
    const seats = Array.from({ length: count }, (_, place) => before.seats[first + place]);
    const free = seats.filter((seat) => stateAt(seat, seen.decidedAtMs) === 'available');
    if (seen.commands.length === 1 && !togetherHere && !wish.together && free.length >= wish.count)
      this.#world.break('B1', 'a wish was refused for which there were seats', { wish, section });
  }

  /** [H6] [H7] */
  #checkLimits({ seen, before }: Change, buyer: BuyerId): void {
    const { holdsPerMinuteMax, dropsMax, dropWindowMs } = this.#truth.sale.limits;
    const made = this.#truth.made(buyer, seen.decidedAtMs - minuteMs);
    if (holdsPerMinuteMax !== null && made > holdsPerMinuteMax)
      this.#world.break('H6', `${buyer} made ${made} holds within a minute`, seen.commands);
    const dropped = this.#truth.dropped(buyer, seen.decidedAtMs, dropWindowMs, before.holds);
    if (dropsMax !== null && dropped >= dropsMax)
      this.#world.break('H7', `${buyer} was given a hold after he dropped ${dropped}`, seen.commands);
  }

  /** Whether a command of the batch makes the seat available. */
  #isFreed({ seen }: Change, seat: Seat): boolean {
    return seen.commands.some(({ command, seats }) => {
      const frees = command.kind === 'release' || ['refund', 'return', 'unblock'].includes(command.kind);
      return frees && seats.includes(seat);
    });
  }

  /** [H1] A refusal has no effect, and names the seats that stand in the way: those, and all of them. */
  #checkRefusal(change: Change, command: Of<'hold' | 'best'>, error: Refusal): void {
    const { seen, before, after } = change;
    const isAlone = seen.commands.filter(({ command: other }) => concerns(other, command.id)).length === 1;
    const isMade = after.holds.has(command.id) && !before.holds.has(command.id);
    const gotSeat = after.seats.some(
      (seat, index) => ownerOf(seat) === command.id && ownerOf(before.seats[index]) !== command.id,
    );
    if (isAlone && (isMade || gotSeat))
      this.#world.break('H1', 'a hold was refused and made', { command, error });
    if (command.kind === 'best') {
      if (error.code === 'NOT_ENOUGH_SEATS') this.#checkShortage(change, command);
      return;
    }
    if (error.code !== 'SEAT_TAKEN') return;
    const named = error.details?.seats ?? [];
    const taken = sorted(command.seats).filter(
      (seat) => stateAt(before.seats[seat], seen.decidedAtMs) !== 'available',
    );
    if (seen.commands.length === 1 && `${named}` !== `${taken}`) {
      const isOverdue = named.some((seat) => before.seats[seat]?.state === 'held' && !taken.includes(seat));
      this.#world.break(isOverdue ? 'H2' : 'H1', 'the wrong seats are said to be taken', {
        command,
        named,
        taken,
      });
    }
    if (named.length === 0) this.#world.break('H1', 'no seat is said to be in the way', { command, error });
  }

  /** [H3] */
  #checkOwner(change: Change, command: Of<'release' | 'extend' | 'startPayment'>, outcome: Outcome): void {
    const hold = change.before.holds.get(command.hold);
    if (hold !== undefined && hold.buyer !== command.buyer && !isRefused(outcome, 'HOLD_NOT_FOUND'))
      this.#world.break('H3', `${command.buyer} acted on the hold of ${hold.buyer}`, { command, outcome });
  }

  /** [H2] */
  #checkDeadline(change: Change, command: Of<'release' | 'extend' | 'startPayment'>, outcome: Outcome): void {
    const { seen, before, after } = change;
    const hold = before.holds.get(command.hold);
    if (hold === undefined || hold.state !== 'active' || hold.untilMs > seen.decidedAtMs || !outcome.ok)
      return;
    const isRepeat =
      command.kind === 'startPayment' ? before.orders.has(command.order) : isExtended(command, hold);
    const row = after.holds.get(command.hold);
    if (
      !isRepeat &&
      (command.kind !== 'release' || row?.state !== 'active' || row.seats.length < hold.seats.length)
    )
      this.#world.break('H2', 'a hold was used after its deadline', {
        command,
        hold,
        nowMs: seen.decidedAtMs,
      });
  }

  /** [H8] */
  #checkExtension({ seen, before, after }: Change, command: Of<'extend'>, outcome: Outcome): void {
    const { extensionMs } = this.#truth.sale.show;
    const [earlier, row] = [before.holds.get(command.hold), after.holds.get(command.hold)];
    if (outcome.ok && (extensionMs === null || row?.extendedByBuyer !== true))
      this.#world.break('H8', 'a hold was not extended and said to be', { command, outcome, row });
    if (extensionMs === null || outcome.ok || seen.commands.length > 1 || earlier?.buyer !== command.buyer)
      return;
    const { code } = outcome.error;
    if (code === 'NO_EXTENSION' || earlier.extendedByBuyer)
      this.#world.break('H8', 'an extension was refused that the show allows', { command, outcome, earlier });
  }

  /** A deadline moves by its buyer's extension once [H8], and by the first payment's start once [P2]. */
  #checkMove(earlier: Hold, hold: Hold, kinds: ReadonlySet<Command['kind']>): void {
    const { extensionMs, paymentMs } = this.#truth.sale.show;
    const isPaidFor = !earlier.extended && hold.extended && kinds.has('startPayment');
    const isExtendedNow = !earlier.extendedByBuyer && hold.extendedByBuyer && kinds.has('extend');
    const byMs = hold.untilMs - earlier.untilMs;
    const byMsMax = (isPaidFor ? paymentMs : 0) + (isExtendedNow ? (extensionMs ?? 0) : 0);
    if (byMs < 0 || byMs > byMsMax) this.#world.break('H2', 'a deadline moved', { earlier, hold });
    const isExact = isPaidFor || byMs === byMsMax;
    if (earlier.extendedByBuyer !== hold.extendedByBuyer && !(isExtendedNow && isExact))
      this.#world.break('H8', 'a hold was extended otherwise than once by the show’s extension', {
        earlier,
        hold,
      });
  }

  /** What never changes in a hold [H5], and what only some commands may change [H2]. */
  #checkRow({ seen, before }: Change, earlier: Hold | undefined, hold: Hold): void {
    if (earlier === undefined || earlier === hold) return;
    if (earlier.buyer !== hold.buyer || `${earlier.requested}` !== `${hold.requested}`)
      this.#world.break('H5', 'a hold became another', { earlier, hold });
    const kinds = new Set(
      seen.commands.filter(({ command }) => concerns(command, hold.id)).map(({ command }) => command.kind),
    );
    if (kinds.size === 0)
      this.#world.break('H3', 'a hold changed that nobody asked about', { earlier, hold });
    this.#checkMove(earlier, hold, kinds);
    if (hold.state === 'expired' && earlier.state === 'active' && earlier.untilMs > seen.decidedAtMs)
      this.#world.break('H2', 'a hold was ended before its deadline', { earlier, nowMs: seen.decidedAtMs });
    const sold = hold.state === 'paid' && earlier.state !== 'paid';
    const grown = hold.seats.filter((seat) => !earlier.seats.includes(seat));
    if (grown.length > 0 && !(sold && earlier.state === 'expired'))
      this.#world.break('H1', 'a hold got more seats', { earlier, hold, seats: before.seats });
  }
}

function concerns(command: Command, hold: string): boolean {
  const makesHold = command.kind === 'hold' || command.kind === 'best';
  return makesHold ? command.id === hold : 'hold' in command && command.hold === hold;
}

function asksTheSame(command: Of<'hold' | 'best'>, { requested, choice }: Hold): boolean {
  if (command.kind === 'hold')
    return choice?.kind !== 'best' && `${requested}` === `${sorted(command.seats)}`;
  return choice?.kind === 'best' && JSON.stringify(choice.wish) === JSON.stringify(command.wish);
}

function isExtended(command: Command, hold: Hold): boolean {
  return command.kind === 'extend' && hold.extendedByBuyer;
}

function isRefused(outcome: Outcome, code: Refusal['code']): boolean {
  return !outcome.ok && outcome.error.code === code;
}

function sorted(seats: readonly Seat[]): Seat[] {
  return [...new Set(seats)].sort((a, b) => a - b);
}
