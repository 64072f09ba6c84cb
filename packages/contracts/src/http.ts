import { errorCodes } from '@onsale/domain';
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
  cap: z.int(),
  sections: z.array(z.object({ id: z.string(), name: localText, first: z.int(), count: z.int() })),
  /** The database's clock, so that a page with a wrong clock counts down rightly. */
  serverTime: z.iso.datetime(),
});

export const showsBody = z.object({ shows: z.array(showSummary), serverTime: z.iso.datetime() });

export const sectionStates = z.object({ section: z.string(), version, states: stateDigits });
export const seatsBody = z.object({ show: z.string(), sections: z.array(sectionStates) });

export const changesBody = z.object({ from: version, to: version, set: seatSet });

export const holdRequest = z.strictObject({ seats: seatList });

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
});

export const holdsBody = z.object({ holds: z.array(holdBody) });

/** How the sandbox payment ends. Real providers bring methods of their own. */
export const paymentMethod = z.enum([
  'sandbox-card',
  'sandbox-declined',
  'sandbox-slow',
  'sandbox-timeout-then-success',
  'sandbox-late-success',
]);

export const payRequest = z.strictObject({
  /** UUIDv7 of this attempt, made by the client, so that a repeat pays once. The server makes one when absent. */
  id: commandId.optional(),
  method: paymentMethod.default('sandbox-card'),
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
});

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
export type HoldBody = z.infer<typeof holdBody>;
export type HoldsBody = z.infer<typeof holdsBody>;
export type OrderBody = z.infer<typeof orderBody>;
export type PaymentMethod = z.infer<typeof paymentMethod>;
export type RealtimeBody = z.infer<typeof realtimeBody>;
export type TextbookSeats = z.infer<typeof textbookSeats>;
