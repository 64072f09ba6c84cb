import fc from 'fast-check';

/** One of the world's ids by its number, or the n-th of those that exist already (counting round). */
export type Ref = number | { known: number };

/**
 * A command by the numbers of its ids, buyers and seats. `own` is whoever or whatever it belongs to, and
 * `nth` the hold's n-th seat (counting round).
 */
export type Move =
  | { kind: 'hold'; id: number; buyer: number; seats: number[] }
  /** The best of a section; `wished` are the sections that are wished for, any when empty. */
  | {
      kind: 'best';
      id: number;
      buyer: number;
      section: number;
      wished: number[];
      count: number;
      together: boolean;
      togetherHere: boolean;
    }
  /** A hold command once more, word for word but for the order of its seats. */
  | { kind: 'repeat'; id: Ref }
  | { kind: 'release'; hold: Ref; buyer: number | 'own'; seats: number[] | { nth: number } | null }
  | { kind: 'extend'; hold: Ref; buyer: number | 'own' }
  /** `contact` is one of the world's by its number. */
  | { kind: 'startPayment'; order: Ref; hold: Ref; buyer: number | 'own'; contact?: number | null }
  | {
      kind: 'settlePayment';
      order: Ref;
      hold: Ref | 'own';
      buyer: number | 'own';
      outcome: 'succeeded' | 'declined';
    }
  | { kind: 'expire'; hold: Ref }
  | { kind: 'return'; order: Ref; hold: Ref | 'own'; buyer: number | 'own' }
  | { kind: 'refund' | 'recordRefund'; order: Ref; hold: Ref | 'own' }
  | { kind: 'block' | 'unblock'; seats: number[] };

/** A batch, and how long after the one before it comes. */
export interface Step {
  readonly afterMs: number;
  readonly show: number;
  readonly moves: readonly Move[];
}

export type History = readonly Step[];

/** The small world in which random histories play; few of everything, so that much happens to each. */
export const world = {
  sections: [3, 3, 2],
  shows: ['show-a', 'show-b'],
  /** By the show's number. */
  extensionMs: [30_000, null],
  buyers: ['ann', 'bob', 'cy'],
  contacts: [
    { name: 'Ann', email: 'ann@example.com' },
    { name: 'Ann', email: 'a@example.com' },
  ],
  holdIds: 10,
  orderIds: 6,
  /** By the show's number. */
  returnsUntilMs: [1_150_000, null],
  cap: 3,
  limits: { holdsPerMinuteMax: 3, dropsMax: 2, dropWindowMs: 100_000 },
  holdMs: 50_000,
  paymentMs: 40_000,
  startMs: 1_000_000,
  onSaleAtMs: 1_010_000,
  offSaleAtMs: 1_400_000,
} as const;

const seatCount = world.sections.reduce((total, count) => total + count, 0);

const seat = fc.nat(seatCount - 1);
const someSeats = fc.uniqueArray(seat, { minLength: 1, maxLength: 3 });
/** Seats as a careless or hostile client may send them. */
const wildSeats = fc.array(fc.constantFrom(-1, 0, 1, seatCount - 1, seatCount, 0.5), { maxLength: 3 });
const holdNumber = fc.nat(world.holdIds - 1);
const orderNumber = fc.nat(world.orderIds - 1);
const known = fc.record({ known: fc.nat(world.holdIds - 1) });
const holdRef = fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: holdNumber, weight: 1 });
const orderRef = fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: orderNumber, weight: 1 });
/** One buyer asks more than the others, so that limits are met. */
const buyer = fc.constantFrom(0, 0, 0, ...world.buyers.keys());
const own = fc.constant('own' as const);
const mostlyOwn = <T>(other: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: own, weight: 9 }, { arbitrary: other, weight: 1 });
const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 19 }, { arbitrary: rare, weight: 1 });

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      // One number beyond the ids stands for an id that is no UUIDv7.
      id: mostly(holdNumber, fc.constant(world.holdIds)),
      buyer,
      seats: mostly(someSeats, wildSeats),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('best' as const),
      id: mostly(holdNumber, fc.constant(world.holdIds)),
      buyer,
      section: fc.nat(world.sections.length - 1),
      wished: fc.uniqueArray(fc.nat(world.sections.length - 1), { maxLength: 2 }),
      count: mostly(fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 4)),
      together: fc.boolean(),
      togetherHere: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), id: holdRef }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('release' as const),
      hold: holdRef,
      buyer: mostlyOwn(buyer),
      seats: fc.oneof(fc.constant(null), fc.record({ nth: fc.nat(2) }), someSeats, wildSeats),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('extend' as const),
      hold: holdRef,
      buyer: mostlyOwn(buyer),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('startPayment' as const),
      // Here, too, one number beyond the ids stands for an id that is no UUIDv7.
      order: mostly(
        fc.oneof({ arbitrary: orderNumber, weight: 5 }, { arbitrary: known, weight: 1 }),
        fc.constant(world.orderIds),
      ),
      hold: holdRef,
      buyer: mostlyOwn(buyer),
      contact: fc.constantFrom(null, null, null, null, null, null, 0, 1),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('settlePayment' as const),
      order: orderRef,
      hold: mostlyOwn(holdRef),
      buyer: mostlyOwn(buyer),
      outcome: fc.constantFrom('succeeded', 'succeeded', 'declined'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('expire' as const), hold: holdRef }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('refund', 'recordRefund'),
      order: orderRef,
      hold: mostlyOwn(holdRef),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('return' as const),
      order: orderRef,
      hold: mostlyOwn(holdRef),
      buyer: mostlyOwn(buyer),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('block', 'unblock'), seats: someSeats }) },
);

const step: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.constantFrom(0, 0, 0, 10_000, 10_000, 20_000, 50_000),
  show: fc.constantFrom(...Array<number>(11).fill(0), 1),
  moves: fc.array(move, { minLength: 1, maxLength: 4 }),
});

/** Histories of a sale from just before it opens. */
export const histories: fc.Arbitrary<History> = fc.array(step, {
  minLength: 1,
  maxLength: 24,
  size: 'max',
});
