import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseKeyring } from './keyring.ts';
import { createTokens } from './tokens.ts';

const keyOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64url')}`;
const bornMs = 1_700_000_000_000;
const second = bornMs / 1_000;
const keyring = parseKeyring(keyOf('k1', 1));

const tokensOf = (keys: string) => createTokens({ keyring: parseKeyring(keys), nowMs: () => bornMs });
const tokens = tokensOf(keyOf('k1', 1));

interface Forgery {
  readonly alg?: string;
  readonly kid?: string | null;
  readonly secret?: Uint8Array;
  readonly claims?: Record<string, unknown>;
}

const goodClaims = {
  iss: 'onsale',
  aud: 'onsale-session',
  sub: 'ann',
  jti: 'token-1',
  iat: second,
  exp: second + 600,
};

/** A session token as the service would sign it, but for what the forger does otherwise. */
function forge({ alg = 'HS256', kid = 'k1', secret, claims = goodClaims }: Forgery = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader(kid === null ? { alg } : { alg, kid })
    .sign(secret ?? keyring.signing.secret);
}

function without(claim: keyof typeof goodClaims): Record<string, unknown> {
  return Object.fromEntries(Object.entries(goodClaims).filter(([name]) => name !== claim));
}

const partOf = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A true token with one of its parts replaced. */
async function spoiled(index: 0 | 1 | 2, part: string): Promise<string> {
  return (await forge()).split('.').with(index, part).join('.');
}

describe('a forged session', () => {
  it('would be believed, were it not forged: the forger’s tools work', async () => {
    expect(await tokens.readSession(await forge())).toMatchObject({ buyer: 'ann' });
  });

  const forgeries: [how: string, token: () => string | Promise<string>][] = [
    ['signed by another key', () => forge({ secret: new Uint8Array(32).fill(9) })],
    ['by a key that nobody knows', () => forge({ kid: 'k7' })],
    ['by a key without a name', () => forge({ kid: null })],
    ['by a key with an empty name', () => forge({ kid: '' })],
    ['by a name that objects inherit', () => forge({ kid: '__proto__' })],
    ['by HS384', () => forge({ alg: 'HS384', secret: new Uint8Array(64).fill(1) })],
    ['by HS512 with the very secret', () => forge({ alg: 'HS512' })],
    ['without a signature, alg none', () => new UnsecuredJWT(goodClaims).encode()],
    [
      'with alg none and the key’s name',
      () => `${partOf({ alg: 'none', kid: 'k1' })}.${partOf(goodClaims)}.`,
    ],
    ['with alg None and a true signature', () => spoiled(0, partOf({ alg: 'None', kid: 'k1' }))],
    ['with a header that says RS256', () => spoiled(0, partOf({ alg: 'RS256', kid: 'k1' }))],
    ['with another buyer under a true signature', () => spoiled(1, partOf({ ...goodClaims, sub: 'bob' }))],
    ['with its signature cut off', () => spoiled(2, '')],
    ['with a broken header', () => spoiled(0, '%%%')],
    [
      'with the address of a key in its header',
      () =>
        new SignJWT(goodClaims)
          .setProtectedHeader({ alg: 'HS256', kid: 'k7', jku: 'https://evil.example/keys' })
          .sign(new Uint8Array(32).fill(9)),
    ],
    [
      'with an extension that must be understood',
      () =>
        new SignJWT(goodClaims)
          .setProtectedHeader({ alg: 'HS256', kid: 'k1', crit: ['urn:extension'], 'urn:extension': 1 })
          .sign(keyring.signing.secret, { crit: { 'urn:extension': true } }),
    ],
    ['of another issuer', () => forge({ claims: { ...goodClaims, iss: 'elsewhere' } })],
    ['for another audience', () => forge({ claims: { ...goodClaims, aud: 'elsewhere' } })],
    ['that has ended', () => forge({ claims: { ...goodClaims, exp: second } })],
    ['that has not begun', () => forge({ claims: { ...goodClaims, nbf: second + 1 } })],
    ['that ends at no number', () => forge({ claims: { ...goodClaims, exp: '9999999999' } })],
    ['for a buyer without a name', () => forge({ claims: { ...goodClaims, sub: '' } })],
    ['for a number', () => forge({ claims: { ...goodClaims, sub: 7 } })],
    ['with a list for an id', () => forge({ claims: { ...goodClaims, jti: ['a'] } })],
    ...(['iss', 'aud', 'sub', 'jti', 'iat', 'exp'] as const).map((claim): [string, () => Promise<string>] => [
      `without ${claim}`,
      () => forge({ claims: without(claim) }),
    ]),
    ['of two parts', async () => (await forge()).split('.').slice(0, 2).join('.')],
    ['that is nothing', () => ''],
    ['of dots', () => '..'],
    ['of other letters', () => '💺'.repeat(100)],
    ['of a megabyte', () => `${'a'.repeat(1_000_000)}.b.c`],
  ];

  it.each(forgeries)('[I1] %s is nobody’s', async (_, token) => {
    const forged = await token();
    expect(await tokens.readSession(forged)).toBeNull();
    expect(await tokens.readTicket(forged)).toBeNull();
  });
});

describe('keys that are replaced', () => {
  const before = keyOf('k1', 1);
  const after = keyOf('k2', 2);

  it('sign anew with the newest key, by which the others know who it was', async () => {
    const session = await tokensOf(`${after},${before}`).issueSession('ann');
    expect(await tokensOf(after).readSession(session)).toMatchObject({ buyer: 'ann' });
    expect(await tokensOf(before).readSession(session)).toBeNull();
  });

  it('[I1] are not fooled by a key under another’s name', async () => {
    const session = await tokensOf(keyOf('k1', 9)).issueSession('ann');
    expect(await tokensOf(`${after},${before}`).readSession(session)).toBeNull();
  });
});

describe('a ticket', () => {
  it.each([0, 1, 500, 999])('[I2] is good for 60 s at most, when issued %i ms into a second', async (ms) => {
    let nowMs = bornMs + ms;
    const clocked = createTokens({ keyring, nowMs: () => nowMs });
    const ticket = await clocked.issueTicket('ann');
    nowMs = bornMs + 59_999;
    expect(await clocked.readTicket(ticket)).toMatchObject({ buyer: 'ann', expiresAtMs: bornMs + 60_000 });
    nowMs = bornMs + 60_000;
    expect(await clocked.readTicket(ticket)).toBeNull();
  });
});

describe('what a token tells its bearer', () => {
  it('is who he is and how long, and nothing else', async () => {
    for (const token of [await tokens.issueSession('ann'), await tokens.issueTicket('ann')]) {
      const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      expect(Object.keys(claims as object).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sub']);
    }
  });

  it('is a buyer that did not exist before', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => tokens.newBuyer())).size).toBe(1_000);
  });
});
