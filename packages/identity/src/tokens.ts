import type { BuyerId, EpochMs } from '@onsale/domain';
import { jwtVerify, SignJWT } from 'jose';
import type { Keyring } from './keyring.ts';

const algorithm = 'HS256';
const issuer = 'onsale';
const sessionAudience = 'onsale-session';
const ticketAudience = 'onsale-socket';

/** How long a ticket is good for [I2]. */
export const ticketSeconds = 60;
/** How long a session lasts; it is renewed in the last half of that. */
export const sessionSeconds = 30 * 24 * 3_600;

export interface TokensOptions {
  readonly keyring: Keyring;
  /** The clock by which tokens end; the database's, so that a process whose own clock is wrong agrees with the others. */
  readonly nowMs: () => EpochMs;
}

export interface Session {
  readonly buyer: BuyerId;
  /** Whether it should be issued afresh to the same buyer. */
  readonly isAging: boolean;
}

export interface Ticket {
  readonly id: string;
  readonly buyer: BuyerId;
  readonly expiresAtMs: EpochMs;
}

/** Signed tokens (JWT, RFC 7519, HS256 only): whoever holds one is that buyer [I1]. */
export interface Tokens {
  /** A session for a buyer that did not exist before. */
  newBuyer(): BuyerId;
  issueSession(buyer: BuyerId): Promise<string>;
  readSession(token: string): Promise<Session | null>;
  issueTicket(buyer: BuyerId): Promise<string>;
  /** The ticket when its signature, audience and time are right; whether it was used is the store's to say. */
  readTicket(token: string): Promise<Ticket | null>;
}

export function createTokens({ keyring, nowMs }: TokensOptions): Tokens {
  async function issue(audience: string, buyer: BuyerId, seconds: number): Promise<string> {
    const issuedAt = Math.floor(nowMs() / 1_000);
    return new SignJWT()
      .setProtectedHeader({ alg: algorithm, kid: keyring.signing.id })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(buyer)
      .setJti(crypto.randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(keyring.signing.secret);
  }

  async function read(audience: string, token: string) {
    try {
      const { payload } = await jwtVerify(
        token,
        (header) => {
          const key = keyring.find(header.kid ?? '');
          if (key === undefined) throw new RangeError('unknown key');
          return key.secret;
        },
        {
          algorithms: [algorithm],
          issuer,
          audience,
          currentDate: new Date(nowMs()),
          requiredClaims: ['sub', 'jti', 'iat', 'exp'],
        },
      );
      const { sub, jti, exp } = payload;
      return isName(sub) && isName(jti) && exp !== undefined ? { sub, jti, exp } : null;
    } catch {
      return null;
    }
  }

  return {
    newBuyer: () => crypto.randomUUID(),
    issueSession: (buyer) => issue(sessionAudience, buyer, sessionSeconds),
    async readSession(token) {
      const claims = await read(sessionAudience, token);
      if (claims === null) return null;
      return { buyer: claims.sub, isAging: claims.exp * 1_000 - nowMs() < (sessionSeconds * 1_000) / 2 };
    },
    issueTicket: (buyer) => issue(ticketAudience, buyer, ticketSeconds),
    async readTicket(token) {
      const claims = await read(ticketAudience, token);
      if (claims === null) return null;
      return { id: claims.jti, buyer: claims.sub, expiresAtMs: claims.exp * 1_000 };
    },
  };
}

/** A signed payload is still only JSON: its claims may be of any type. */
function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '';
}
