import { bestCountMax, errorCodes } from '@onsale/domain';
import { z } from 'zod';
import { identifier, localText } from './layout-file.ts';

/** The most bytes that an HTTP body may have. */
export const bodyBytesMax = 65_536;

export const showId = identifier;
/** Any text here: what is not a UUIDv7 is refused as BAD_ID, which says more than a schema's fault would. */
export const commandId = z.string().min(1).max(64);
/** Index in the layout; whether it exists is the rules' question. */
export const seatIndex = z.int().min(-1_000_000_000).max(1_000_000_000);
/** More seats than any cap allows, fewer than a body could carry. */
export const seatList = z.array(seatIndex).max(1_000);
export const version = z.int().min(0);
/** One digit per seat: 0 available, 1 held, 2 sold, 3 blocked. */
export const stateDigits = z.string().regex(/^[0-3]*$/);
/** A seat and its state's digit. */
export const seatSet = z.array(z.tuple([z.int(), z.int().min(0).max(3)]));

export const errorBody = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    /** A sentence in English for whoever reads logs; pages translate the code. */
    message: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

export const showSummary = z.object({
  id: z.string(),
  title: localText,
  venue: localText,
  startsAt: z.iso.datetime(),
  onSaleAt: z.iso.datetime(),
  offSaleAt: z.iso.datetime().nullable(),
  layout: z.string(),
  seatCount: z.int(),
});

export const showBody = showSummary.extend({
  currency: z.string(),
  prices: z.array(z.object({ id: z.string(), name: localText, amount: z.int() })),
  holdSeconds: z.number(),
  paymentSeconds: z.number(),
  extensionSeconds: z
    .number()
    .optional()
    .describe("How far a buyer may move a hold's deadline, once; absent where he may not."),
  returnsUntil: z.iso
    .datetime()
    .optional()
    .describe('Until when buyers may give paid orders back; absent where they may not.'),
  cap: z.int(),
  methods: z
    .array(z.string())
    .optional()
    .describe('How its seats may be paid for; older servers do not say.'),
  /** What becomes of a hold that leaves seats single; older servers do not say. */
  singleSeats: z.enum(['off', 'warn', 'refuse']).optional(),
  sections: z.array(z.object({ id: z.string(), name: localText, first: z.int(), count: z.int() })),
  /** The database's clock, so that a page with a wrong clock counts down rightly. */
  serverTime: z.iso.datetime(),
});

export const showsBody = z.object({ shows: z.array(showSummary), serverTime: z.iso.datetime() });

export const sectionStates = z.object({ section: z.string(), version, states: stateDigits });
export const seatsBody = z.object({ show: z.string(), sections: z.array(sectionStates) });

export const changesBody = z.object({ from: version, to: version, set: seatSet });

/** What is wished for by somebody who leaves the choice of seats to the sale. */
export const bestWish = z.strictObject({
  count: z.int().min(1).max(bestCountMax).describe('How many seats.'),
  section: identifier.optional().describe('The only section that will do.'),
  sections: z
    .array(identifier)
    .min(1)
    .max(20)
    .optional()
    .describe('The sections that will do, the most wished for first. Any will when none is named.'),
  price: identifier.optional().describe('The only price category that will do.'),
  priceMax: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .describe("The most that one seat may cost, in the currency's minor unit."),
  accessible: z
    .int()
    .min(0)
    .max(bestCountMax)
    .optional()
    .describe('How many must be places for wheelchairs.'),
  together: z.boolean().optional().describe('Whether only seats side by side will do.'),
});

/** Seats by name, or the best for a wish: one of the two. */
export const holdRequest = z
  .strictObject({ seats: seatList.optional(), best: bestWish.optional() })
  .superRefine(refineAsked);

/** Says where a request names neither seats nor a wish, or too much. */
export function refineAsked(
  { seats, best }: { seats?: unknown; best?: z.infer<typeof bestWish> | undefined },
  context: z.core.$RefinementCtx,
): void {
  const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (seats === undefined && best === undefined) fault(['seats'], 'is missing, and so is best');
  if (seats !== undefined && best !== undefined) fault(['best'], 'cannot stand together with seats');
  if (best?.section !== undefined && best.sections !== undefined)
    fault(['best', 'sections'], 'cannot stand together with section');
}

/** How near the seats that the sale chose came to the wish, as of when they were taken. */
export const bestFound = z
  .object({
    together: z.boolean().describe('Whether all of them sit side by side.'),
    parts: z.int().describe('In how many places they are.'),
    section: z.string(),
    otherSection: z.boolean().describe('Whether that is another section than the one most wished for.'),
    restrictedView: z.boolean().describe('Whether one of them has a restricted view.'),
  })
  .describe('Present when the sale chose the seats.');

export const holdBody = z.object({
  id: z.string(),
  show: z.string(),
  seats: z.array(z.int()),
  /** In the currency's minor unit. */
  amount: z.int(),
  currency: z.string(),
  expiresAt: z.iso.datetime(),
  state: z.enum(['active', 'released', 'expired', 'paid', 'refunded']),
  order: z.string().nullable(),
  serverTime: z.iso.datetime(),
  mayExtend: z.literal(true).optional().describe('Present while its buyer may extend it.'),
  best: bestFound.optional(),
  singles: z
    .array(z.int())
    .optional()
    .describe('Seats that it left single, with neither neighbour free; absent when there are none.'),
});

export const holdsBody = z.object({ holds: z.array(holdBody) });

/** How the sandbox payment ends. Real providers bring methods of their own. */
export const paymentMethod = z.enum([
  'sandbox-card',
  'sandbox-declined',
  'sandbox-slow',
  'sandbox-timeout-then-success',
  'sandbox-late-success',
  'sandbox-page',
]);

/** Half of a character, or one that is no letter, cannot be written to anybody. */
const isWritable = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text);

/** Whom to write to about an order. */
export const contact = z
  .strictObject({
    name: z.string().trim().min(1).max(100).refine(isWritable, 'has characters that cannot be written'),
    email: z.email().max(254),
  })
  .describe('Whom to write to about the order; kept with it and told to nobody but its buyer.');

export const payRequest = z.strictObject({
  /** UUIDv7 of this attempt, made by the client, so that a repeat pays once. The server makes one when absent. */
  id: commandId.optional(),
  method: paymentMethod.default('sandbox-card'),
  contact: contact.optional(),
});

export const orderBody = z.object({
  id: z.string(),
  hold: z.string(),
  show: z.string(),
  seats: z.array(z.int()),
  amount: z.int(),
  currency: z.string(),
  state: z.enum(['pending', 'paid', 'declined', 'refund_due', 'refunded']),
  createdAt: z.iso.datetime(),
  payAt: z
    .string()
    .optional()
    .describe(
      "Where the buyer's browser pays a pending order, at the provider: an address, or a path of the sale's own.",
    ),
  returnable: z.literal(true).optional().describe('Present while its buyer may give it back.'),
  contact: z.object({ name: z.string(), email: z.string() }).optional(),
});

export const ordersBody = z.object({ orders: z.array(orderBody) });

export const realtimeBody = z.object({
  endpoints: z.array(z.object({ url: z.string(), node: z.string(), zone: z.string().nullable() })),
  ticket: z.string(),
  /** Seconds until the ticket is no good. */
  expiresIn: z.int(),
});

/** The textbook's seat: taken ones only. */
export const textbookSeats = z.array(
  z.object({ row: z.int(), col: z.int(), actionType: z.enum(['reserve', 'pay']) }),
);

export type ErrorBody = z.infer<typeof errorBody>;
export type ShowSummary = z.infer<typeof showSummary>;
export type ShowBody = z.infer<typeof showBody>;
export type ShowsBody = z.infer<typeof showsBody>;
export type SeatsBody = z.infer<typeof seatsBody>;
export type SectionStates = z.infer<typeof sectionStates>;
export type ChangesBody = z.infer<typeof changesBody>;
export type BestWishBody = z.infer<typeof bestWish>;
export type BestFound = z.infer<typeof bestFound>;
export type HoldBody = z.infer<typeof holdBody>;
export type HoldsBody = z.infer<typeof holdsBody>;
export type OrderBody = z.infer<typeof orderBody>;
export type OrdersBody = z.infer<typeof ordersBody>;
export type PaymentMethod = z.infer<typeof paymentMethod>;
export type ContactBody = z.infer<typeof contact>;
export type RealtimeBody = z.infer<typeof realtimeBody>;
export type TextbookSeats = z.infer<typeof textbookSeats>;
