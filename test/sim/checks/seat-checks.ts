import { type Command, isLive, type Seat, type SeatState } from '@onsale/domain';
import type { World } from '../world.ts';
import { type Change, ownerOf, stateAt, type Truth } from './truth.ts';

/** S1 to S4 and the log's part of L1 and L2, at each commit. */
export function checkSeats(world: World, truth: Truth, change: Change): void {
  checkOwners(world, truth, change);
  checkMoves(world, change);
  checkVersions(world, truth, change);
  checkOrder(world, change);
}

/** [S1] Nobody's seat goes to anybody else, and seats and holds say the same. */
function checkOwners(world: World, truth: Truth, { seen, before, after }: Change): void {
  for (const [seat, record] of before.seats.entries()) {
    const owner = ownerOf(record);
    if (owner === null || stateAt(record, seen.decidedAtMs) === 'available') continue;
    if (ownerOf(after.seats[seat]) !== owner && !givesUp(seen, owner, seat))
      world.break('S1', `seat ${seat} was taken from its holder`, {
        before: record,
        after: after.seats[seat],
      });
  }
  for (const hold of after.holds.values()) {
    if (hold.state !== 'paid' && !isLive(hold, seen.decidedAtMs)) continue;
    // A command may name a hold of sections that its batch has not locked, and which go on meanwhile.
    if (!hold.seats.every((seat) => seen.sections.includes(truth.sale.plan.sectionOf(seat)))) continue;
    const wanted = hold.state === 'paid' ? 'sold' : 'held';
    for (const seat of hold.seats) {
      const record = after.seats[seat];
      if (ownerOf(record) !== hold.id || record?.state !== wanted)
        world.break('S1', `seat ${seat} does not belong to its ${hold.state} hold`, { hold, record });
    }
  }
  for (const [seat, record] of after.seats.entries()) {
    const owner = ownerOf(record);
    if (record === before.seats[seat] || owner === null) continue;
    if (truth.hold(owner)?.seats.includes(seat) !== true)
      world.break('S1', `seat ${seat} belongs to a hold that does not have it`, record);
  }
}

/** Whether a command of the batch gives that hold's seat back. */
function givesUp({ commands }: Change['seen'], owner: string, seat: Seat): boolean {
  return commands.some(({ command }) => {
    if (command.kind === 'refund' || command.kind === 'return') return command.hold === owner;
    return command.kind === 'release' && command.hold === owner && (command.seats?.includes(seat) ?? true);
  });
}

/** The steps that each kind of command may take, overdue holds counting as available [S2]. */
const movesByKind: Record<Command['kind'], readonly `${SeatState}>${SeatState}`[]> = {
  hold: ['available>held'],
  best: ['available>held'],
  release: ['held>available'],
  extend: [],
  startPayment: [],
  settlePayment: ['held>sold', 'available>sold'],
  expire: [],
  refund: ['sold>available'],
  return: ['sold>available'],
  recordRefund: [],
  block: ['available>blocked'],
  unblock: ['blocked>available'],
};

const states: readonly SeatState[] = ['available', 'held', 'sold', 'blocked'];

/** [S2] */
function checkMoves(world: World, { seen, before, after }: Change): void {
  const steps = new Set<string>(seen.commands.flatMap(({ command }) => movesByKind[command.kind]));
  for (const [seat, record] of before.seats.entries()) {
    const from = stateAt(record, seen.decidedAtMs);
    const to = stateAt(after.seats[seat], seen.decidedAtMs);
    if (from !== to && !isReachable(from, to, steps))
      world.break('S2', `seat ${seat} went from ${from} to ${to}`, seen.commands);
  }
}

function isReachable(from: SeatState, to: SeatState, steps: ReadonlySet<string>): boolean {
  const reached = new Set([from]);
  // A set grows while it is walked, and the walk takes in what was added.
  for (const state of reached)
    for (const next of states) if (steps.has(`${state}>${next}`)) reached.add(next);
  return reached.has(to);
}

/** [S3] Each changed section's version goes up by one, with its entry in the log, which tells all of it [L1, L2]. */
function checkVersions(world: World, truth: Truth, { seen, before, after, heads }: Change): void {
  const { entries } = seen.decision;
  for (const [section, { first, count, states: history }] of truth.sections.entries()) {
    const own = entries.filter((entry) => entry.section === section);
    const head = heads[section] ?? { before: 0, after: 0 };
    const changed = before.seats
      .slice(first, first + count)
      .some((seat, index) => seat !== after.seats[first + index]);
    if (changed && !seen.sections.includes(section))
      world.break('S3', `section ${section} was not locked`, seen);
    if (
      own.length > 1 ||
      head.after !== head.before + own.length ||
      own.some(({ version }) => version !== head.after)
    )
      world.break('S3', `section ${section} went from ${head.before} to ${head.after}`, entries);
    if (changed && own.length === 0)
      world.break('S3', `section ${section} changed without a version`, seen.commands);
    if (own.some(({ changes, notices }) => changes.length + notices.length === 0))
      world.break('S3', `section ${section} got a version for nothing`, own);
    const replayed = history[head.before]?.slice() ?? new Uint8Array(count);
    for (const { changes } of own) for (const [seat, state] of changes) replayed[seat - first] = state;
    if (history.at(-1)?.some((state, index) => state !== replayed[index]))
      world.break('L2', `section ${section}'s log does not lead to its states`, own);
  }
}

/** [S4] What a batch was decided on is what stood when it came into force. */
function checkOrder(world: World, { seen, heads }: Change): void {
  for (const [section, decidedOn] of seen.read.heads)
    if (heads[section]?.before !== decidedOn)
      world.break('S4', `section ${section} went on while a batch was decided`, {
        decidedOn,
        found: heads[section],
      });
}
