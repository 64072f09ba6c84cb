import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

/** What the services put into a token, and for how long each kind is good. */
export const kinds = {
  session: { audience: 'onsale-session', seconds: 30 * 24 * 3_600 },
  ticket: { audience: 'onsale-socket', seconds: 60 },
} as const;
export type Kind = keyof typeof kinds;

export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

interface Token {
  readonly kind: Kind;
  readonly buyer: string;
  readonly key: Key;
  /** When it is said to have been made, in milliseconds since 1970. */
  readonly madeAtMs: number;
}

type Signer = (input: string) => string;

/** Keys as `SESSION_KEYS` writes them. */
export function readKeys(text: string): Key[] {
  return text.split(',').map((part) => {
    const [id = '', secret = ''] = part.split(':');
    return { id, secret: Buffer.from(secret, 'base64url') };
  });
}

const hmac =
  (hash: 'sha256' | 'sha512', secret: Buffer): Signer =>
  (input) =>
    createHmac(hash, secret).update(input).digest('base64url');

function write(token: Token, alg: string, signer: Signer): string {
  const { audience, seconds } = kinds[token.kind];
  const iat = Math.floor(token.madeAtMs / 1_000);
  const claims = {
    iss: 'onsale',
    aud: audience,
    sub: token.buyer,
    jti: crypto.randomUUID(),
    iat,
    exp: iat + seconds,
  };
  const input = `${partOf({ alg, kid: token.key.id })}.${partOf(claims)}`;
  return `${input}.${signer(input)}`;
}

/** A token as the services make it. */
export function genuine(token: Token): string {
  return write(token, 'HS256', hmac('sha256', token.key.secret));
}

/** Tokens that say they are that buyer's, and are not to be believed; by what is wrong with each. */
export function forgeries(token: Token): Readonly<Record<string, string>> {
  const { key, buyer } = token;
  const otherSecret = Buffer.alloc(32, 9);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const rsa: Signer = (input) => sign('sha256', Buffer.from(input), privateKey).toString('base64url');
  const [head = '', , signature = ''] = genuine({ ...token, buyer: 'somebody-else' }).split('.');
  const [, claims = ''] = genuine(token).split('.');
  const { seconds } = kinds[token.kind];
  const other = token.kind === 'session' ? 'ticket' : 'session';
  return {
    expired: genuine({ ...token, madeAtMs: token.madeAtMs - seconds * 1_000 - 1_000 }),
    'forged signature': write(token, 'HS256', hmac('sha256', otherSecret)),
    'another buyer under a genuine signature': `${head}.${claims}.${signature}`,
    'no signature': `${head}.${claims}.`,
    'alg none': write(token, 'none', () => ''),
    'alg HS512': write(token, 'HS512', hmac('sha512', key.secret)),
    'alg RS256, signed by an RSA key': write(token, 'RS256', rsa),
    'alg RS256, signed by HMAC': write(token, 'RS256', hmac('sha256', key.secret)),
    'a key that was removed': genuine({ ...token, key: { id: 'removed', secret: otherSecret } }),
    [`wrong audience: a ${other}`]: genuine({ kind: other, buyer, key, madeAtMs: token.madeAtMs }),
    'no token at all': 'nonsense',
  };
}

/** Who a token says its bearer is. */
export function buyerIn(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    sub: string;
  };
  return claims.sub;
}

function partOf(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
