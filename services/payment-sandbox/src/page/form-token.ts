import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a form of this process's pages carries, so that no other page can send one in its reader's name. */
export interface FormTokens {
  tokenOf(charge: string): string;
  isGenuine(charge: string, token: string): boolean;
}

/** Tokens by a secret of the process: a page that was loaded before its restart must be loaded anew. */
export function createFormTokens(): FormTokens {
  const secret = randomBytes(32);
  const digestOf = (charge: string) => createHmac('sha256', secret).update(charge).digest();
  return {
    tokenOf: (charge) => digestOf(charge).toString('base64url'),
    isGenuine(charge, token) {
      const given = Buffer.from(token, 'base64url');
      const expected = digestOf(charge);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
