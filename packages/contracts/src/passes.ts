import { z } from 'zod';

/** Longer than any pass is. */
const passCharactersMax = 1_000;

/** The passes of a paid order: for each of its seats the signed proof that it is its bearer's. */
export const passesBody = z.object({
  order: z.string(),
  passes: z.array(
    z.object({
      seat: z.int(),
      code: z
        .string()
        .describe('JWS in its compact form, for a QR code; its payload is {"show","order","seat"}.'),
    }),
  ),
});

/** The public keys that passes are checked with, as a JSON Web Key Set (RFC 7517). */
export const passKeysBody = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
      kid: z.string(),
      x: z.string(),
    }),
  ),
});

export const passCheckRequest = z.strictObject({ code: z.string().min(1).max(passCharactersMax) });

/** Whether a pass is good at this moment. What it says is told whenever it is genuine. */
export const passCheckBody = z.object({
  valid: z.boolean(),
  reason: z
    .enum(['forged', 'returned', 'unknown'])
    .optional()
    .describe(
      'Why it is not valid: not signed by this sale; its order was given back; or no such order is known.',
    ),
  show: z.string().optional(),
  order: z.string().optional(),
  seat: z.int().optional(),
  /** The section's id. */
  section: z.string().optional(),
  /** The row's label. */
  row: z.string().optional(),
  /** The seat's label in its row. */
  number: z.string().optional(),
});

export type PassesBody = z.infer<typeof passesBody>;
export type PassKeysBody = z.infer<typeof passKeysBody>;
export type PassCheckBody = z.infer<typeof passCheckBody>;
