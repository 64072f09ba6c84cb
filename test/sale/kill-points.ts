import type { Order } from '@onsale/domain';
import type { ListedCharge } from './payment-stage.ts';
import type { Trap } from './tapped-line.ts';

type Moment = Omit<Trap, 'spring'>;

/** A moment on the way pay → charge → record → tell at which a process dies. */
export interface KillPoint {
  readonly dies: string;
  /** On which line of the process the moment is. */
  readonly line: 'mysql' | 'sandbox' | 'buyer';
  readonly at: Moment;
  /** What must have passed on the line to the sandbox before the moment counts; null when nothing must. */
  readonly after: Moment | null;
  /** How the order and its charge stand then. */
  readonly left: {
    readonly order: Order['state'] | 'none';
    readonly charge: ListedCharge['state'] | 'absent';
  };
  /** How the order ends. */
  readonly ends: Order['state'] | 'none';
}

/** The points with their names first, as a table of tests takes them. */
export function byName<T extends { readonly dies: string }>(
  points: readonly T[],
): [dies: string, point: T][] {
  return points.map((point) => [point.dies, point]);
}

/** Before a packet that contains this arrives. */
const before = (asks: RegExp): Moment => ({ asks, answers: null });
/** After it had its effect and before the answer arrives. */
const answered = (asks: RegExp): Moment => ({ asks, answers: /./s });

const start = /INSERT INTO orders/;
const charge = /^POST \/charges HTTP/;
const anyBatch = /START TRANSACTION/;
const paid = /UPDATE orders SET state = 'paid'/;
const due = /UPDATE orders SET state = 'refund_due'/;
const refund = /^POST \/charges\/[\w-]+\/refund HTTP/;
const refunded = /UPDATE orders SET state = 'refunded'/;
/** The answer to `pay`, over HTTP and over a socket. */
const told = /"state":"paid"/;

/** Along a payment that succeeds while its hold lives. */
export const payingPoints: readonly KillPoint[] = [
  {
    dies: 'before the attempt is recorded',
    line: 'mysql',
    at: before(start),
    after: null,
    left: { order: 'none', charge: 'absent' },
    ends: 'none',
  },
  {
    dies: 'before it learns that the attempt is recorded',
    line: 'mysql',
    at: answered(start),
    after: null,
    left: { order: 'pending', charge: 'absent' },
    ends: 'declined',
  },
  {
    dies: 'before the charge is asked for',
    line: 'sandbox',
    at: before(charge),
    after: null,
    left: { order: 'pending', charge: 'absent' },
    ends: 'declined',
  },
  {
    dies: 'after the charge and before its answer',
    line: 'sandbox',
    at: answered(charge),
    after: null,
    left: { order: 'pending', charge: 'succeeded' },
    ends: 'paid',
  },
  {
    dies: 'after the answer and before it is decided on',
    line: 'mysql',
    at: before(anyBatch),
    after: answered(charge),
    left: { order: 'pending', charge: 'succeeded' },
    ends: 'paid',
  },
  {
    dies: 'after it is decided on and before the commit',
    line: 'mysql',
    at: before(paid),
    after: null,
    left: { order: 'pending', charge: 'succeeded' },
    ends: 'paid',
  },
  {
    dies: 'after the commit and before it learns of it',
    line: 'mysql',
    at: answered(paid),
    after: null,
    left: { order: 'paid', charge: 'succeeded' },
    ends: 'paid',
  },
  {
    dies: 'after the commit and before the buyer is told',
    line: 'buyer',
    at: { asks: null, answers: told },
    after: null,
    left: { order: 'paid', charge: 'succeeded' },
    ends: 'paid',
  },
];

/** Along a payment that succeeds when its seats are somebody else's. */
export const repayingPoints: readonly KillPoint[] = [
  {
    dies: 'before the debt is recorded',
    line: 'mysql',
    at: before(due),
    after: null,
    left: { order: 'pending', charge: 'succeeded' },
    ends: 'refunded',
  },
  {
    dies: 'before it learns that the debt is recorded',
    line: 'mysql',
    at: answered(due),
    after: null,
    left: { order: 'refund_due', charge: 'succeeded' },
    ends: 'refunded',
  },
  {
    dies: 'before the refund is asked for',
    line: 'sandbox',
    at: before(refund),
    after: null,
    left: { order: 'refund_due', charge: 'succeeded' },
    ends: 'refunded',
  },
  {
    dies: 'after the refund and before its answer',
    line: 'sandbox',
    at: answered(refund),
    after: null,
    left: { order: 'refund_due', charge: 'refunded' },
    ends: 'refunded',
  },
  {
    dies: 'before the refund is recorded',
    line: 'mysql',
    at: before(refunded),
    after: null,
    left: { order: 'refund_due', charge: 'refunded' },
    ends: 'refunded',
  },
  {
    dies: 'before it learns that the refund is recorded',
    line: 'mysql',
    at: answered(refunded),
    after: null,
    left: { order: 'refunded', charge: 'refunded' },
    ends: 'refunded',
  },
];

/** A moment on the way of a process that settles an order which others left open. */
export interface SettlingPoint {
  readonly dies: string;
  /** How the charge stands that it finds. */
  readonly finds: 'absent' | 'succeeded';
  readonly of: (order: string) => KillPoint;
}

const lookup = (order: string) => new RegExp(`^GET /charges/${order} HTTP`);
const voiding = (order: string) => new RegExp(`^POST /charges/${order}/void HTTP`);
const recording = (order: string, state: string) =>
  new RegExp(`UPDATE orders SET state = '${state}' WHERE id = '${order}'`);

function settling(
  dies: string,
  finds: SettlingPoint['finds'],
  point: (order: string) => Omit<KillPoint, 'dies' | 'after' | 'ends'>,
): SettlingPoint {
  const ends = finds === 'absent' ? 'declined' : 'paid';
  return { dies, finds, of: (order) => ({ dies, after: null, ends, ...point(order) }) };
}

export const settlingPoints: readonly SettlingPoint[] = [
  settling('before it learns that there is no charge', 'absent', (order) => ({
    line: 'sandbox',
    at: answered(lookup(order)),
    left: { order: 'pending', charge: 'absent' },
  })),
  settling('before the charge is void', 'absent', (order) => ({
    line: 'sandbox',
    at: before(voiding(order)),
    left: { order: 'pending', charge: 'absent' },
  })),
  settling('before it learns that the charge is void', 'absent', (order) => ({
    line: 'sandbox',
    at: answered(voiding(order)),
    left: { order: 'pending', charge: 'declined' },
  })),
  settling('before it records that the charge is void', 'absent', (order) => ({
    line: 'mysql',
    at: before(recording(order, 'declined')),
    left: { order: 'pending', charge: 'declined' },
  })),
  settling('before it records that the charge succeeded', 'succeeded', (order) => ({
    line: 'mysql',
    at: before(recording(order, 'paid')),
    left: { order: 'pending', charge: 'succeeded' },
  })),
  settling('before it learns that the order is recorded', 'succeeded', (order) => ({
    line: 'mysql',
    at: answered(recording(order, 'paid')),
    left: { order: 'paid', charge: 'succeeded' },
  })),
];
