import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { OrderId, Seat, ShowId } from '@onsale/domain';
import { CompactSign, compactVerify } from 'jose';
import type { Keyring, SigningKey } from './keyring.ts';

/** What a pass says: that this seat of the show is its bearer's, by this order. */
export interface Pass {
  readonly show: ShowId;
  readonly order: OrderId;
  readonly seat: Seat;
}

/** A key that passes are checked with, as a JSON Web Key (RFC 8037). */
export interface PassKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  readonly kid: string;
  readonly x: string;
}

/**
 * Signed passes: JWS in its compact form (RFC 7515), EdDSA with Ed25519 only. Whoever has the public keys checks
 * one without asking anybody; whether its order is still paid is the store's to say [I3].
 */
export interface Passes {
  /** The same code for the same pass, as long as the signing key is the same. About 230 characters. */
  sign(pass: Pass): Promise<string>;
  /** What a code says, or null when it is not genuine. */
  read(code: string): Promise<Pass | null>;
  /** One for each key of the ring, by its id, the signing one first. */
  readonly publicKeys: readonly PassKey[];
}

interface PassKeyPair {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const algorithm = 'EdDSA';
const seedBytes = 32;
/** Parts the keys of passes from whatever else is ever derived from the ring. */
const purpose = 'onsale pass Ed25519';
/** What stands before the seed in an Ed25519 private key's PKCS #8 form (RFC 8410, 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Passes signed by keys of their own, each derived from one of the ring and named like it. */
export function createPasses(keyring: Keyring): Passes {
  const pairs = new Map(keyring.keys.map((key) => [key.id, pairOf(key)]));
  const signing = pairOf(keyring.signing);

  return {
    sign: ({ show, order, seat }) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify({ show, order, seat })))
        .setProtectedHeader({ alg: algorithm, kid: signing.id })
        .sign(signing.privateKey),
    async read(code) {
      try {
        const { payload } = await compactVerify(
          code,
          ({ kid = '' }) => {
            const pair = pairs.get(kid);
            if (pair === undefined) throw new RangeError('unknown key');
            return pair.publicKey;
          },
          { algorithms: [algorithm] },
        );
        return passOf(JSON.parse(new TextDecoder().decode(payload)));
      } catch {
        return null;
      }
    },
    publicKeys: [...pairs.values()].map(publicKeyOf),
  };
}

function pairOf({ id, secret }: SigningKey): PassKeyPair {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', purpose, seedBytes));
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  return { id, privateKey, publicKey: createPublicKey(privateKey) };
}

function publicKeyOf({ id, publicKey }: PassKeyPair): PassKey {
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { kty: 'OKP', crv: 'Ed25519', alg: algorithm, use: 'sig', kid: id, x };
}

/** A signed payload is still only JSON. */
function passOf(payload: unknown): Pass | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { show, order, seat } = payload as Record<string, unknown>;
  if (typeof show !== 'string' || typeof order !== 'string') return null;
  return typeof seat === 'number' && Number.isSafeInteger(seat) ? { show, order, seat } : null;
}
