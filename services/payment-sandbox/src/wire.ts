import { z } from '@hono/zod-openapi';
import { type Charge, chargeStates } from './charge.ts';
import { methods } from './switches.ts';

/** The most bytes that a body may have. */
export const bodyBytesMax = 4_096;
/** The most charges that one answer lists. */
export const listedMax = 1_000;

export const chargeId = z.uuidv7().openapi({ description: 'UUIDv7 of the order that is paid.' });

/** The dearest order of a sale: its most seats at its highest price. */
const amountMax = 1_000_000_000_000;
const amount = z.int().min(0).max(amountMax).describe("In the currency's minor unit.");
const currency = z.string().regex(/^[A-Z]{3}$/);

export const chargeRequest = z.strictObject({
  id: chargeId,
  amount,
  currency,
  method: z.enum(methods),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
});

export const chargeBody = z.object({
  id: z.string(),
  state: z.enum(chargeStates),
  amount: z.int().nullable().describe('Null for a charge that was voided before it was asked for.'),
  currency: z.string().nullable(),
  method: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

export const ledgerBody = z.object({
  sums: z.array(
    z.object({
      currency: z.string(),
      taken: z.int().describe('Of every charge that succeeded, its money given back later or not.'),
      refunded: z.int(),
    }),
  ),
  counts: z.record(z.enum(chargeStates), z.int()),
  charges: z.array(chargeBody).describe('A page of them, oldest first.'),
});

export const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), faults: z.array(z.string()).optional() }),
});

export function chargeBodyOf({ id, content, status, createdAtMs }: Charge): z.infer<typeof chargeBody> {
  return {
    id,
    state: status.state,
    amount: content?.amount ?? null,
    currency: content?.currency ?? null,
    method: content?.method ?? null,
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
