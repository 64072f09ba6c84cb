import { z } from '@hono/zod-openapi';
import { type Charge, chargeStates, waitsForPayer } from './charge.ts';
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
  returnUrl: z
    .string()
    .max(500)
    .refine(isReturnUrl, 'must be a web address, or a path')
    .optional()
    .describe("Where the charge's page sends its payer: a web address, or a path of the page's own host."),
  expiresAt: z.iso
    .datetime()
    .optional()
    .describe('When a charge that waits for its payer is declined; never when absent.'),
});

/** What begins with two slashes, or a slash and a backslash, would name another host. */
function isReturnUrl(text: string): boolean {
  // Browsers leave out blanks and control characters, which would make another address of it.
  if (!/^[!-~]+$/.test(text)) return false;
  if (/^\/(?![/\\])/.test(text)) return true;
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export const chargeBody = z.object({
  id: z.string(),
  state: z.enum(chargeStates),
  amount: z.int().nullable().describe('Null for a charge that was voided before it was asked for.'),
  currency: z.string().nullable(),
  method: z.string().nullable(),
  payUrl: z
    .string()
    .nullable()
    .describe("The page where the payer decides, a path of the sandbox's public address; null without."),
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

export function chargeBodyOf(charge: Charge): z.infer<typeof chargeBody> {
  const { id, content, status, createdAtMs } = charge;
  return {
    id,
    state: status.state,
    amount: content?.amount ?? null,
    currency: content?.currency ?? null,
    method: content?.method ?? null,
    payUrl: waitsForPayer(charge) ? `/pay/${id}` : null,
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
