import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseKeyring } from './keyring.ts';
import { createPasses, type Pass } from './passes.ts';
import { createTokens } from './tokens.ts';

const keyOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64url')}`;
const passesOf = (...keys: string[]) => createPasses(parseKeyring(keys.join(',')));
const passes = passesOf(keyOf('k1', 1));
const pass: Pass = { show: 'demo', order: '01980000-0000-7000-8000-000000000002', seat: 42 };

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const partOf = (value: unknown) => Buffer.from(bytesOf(value)).toString('base64url');
const jsonOf = (part: string | undefined): unknown =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

/** A key pair that nobody knows. */
const forger = generateKeyPairSync('ed25519').privateKey;

function sign(header: { alg: string; kid?: string }, content: unknown, key: KeyObject | Uint8Array = forger) {
  return new CompactSign(bytesOf(content)).setProtectedHeader(header).sign(key);
}

/** A genuine code with one of its parts replaced. */
async function spoiled(index: 0 | 1 | 2, part: (genuine: string) => string): Promise<string> {
  const parts = (await passes.sign(pass)).split('.');
  return parts.with(index, part(parts[index] ?? '')).join('.');
}

describe('a pass', () => {
  it('[I3] says what it was signed for, in little text that fits an address', async () => {
    const code = await passes.sign(pass);
    expect(await passes.read(code)).toEqual(pass);
    expect(code).toMatch(/^[\w.-]+$/);
    expect(code.length).toBeLessThan(260);
    expect(await passes.sign(pass)).toBe(code);
  });

  it('[I3] is checked with the public keys alone, by whatever knows Ed25519', async () => {
    const code = await passes.sign(pass);
    const [header, payload, signature] = code.split('.');
    const { kid } = jsonOf(header) as { kid: string };
    const jwk = passes.publicKeys.find((key) => key.kid === kid);
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify(null, signed, key, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
    expect(jsonOf(payload)).toEqual(pass);
  });

  it('tells of no secret: its public keys have only public parts', () => {
    expect(passesOf(keyOf('k2', 2), keyOf('k1', 1)).publicKeys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: 'k2', x: expect.any(String) },
      { ...passes.publicKeys[0], kid: 'k1' },
    ]);
  });
});

describe('a forged pass', () => {
  const other = { ...pass, seat: 43 };
  const publicKey = Buffer.from(passes.publicKeys[0]?.x ?? '', 'base64url');
  /** The secret of the ring itself, and not what is derived from it. */
  const secret = new Uint8Array(32).fill(1);
  const hmac = (alg: string, hash: string, key: Uint8Array) => {
    const text = `${partOf({ alg, kid: 'k1' })}.${partOf(pass)}`;
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
  };
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

  const forgeries: [how: string, code: () => string | Promise<string>][] = [
    ['signed by another key', () => sign({ alg: 'EdDSA', kid: 'k1' }, pass)],
    ['by a key that nobody knows', () => sign({ alg: 'EdDSA', kid: 'k7' }, pass)],
    ['by a key without a name', () => sign({ alg: 'EdDSA' }, pass)],
    ['by a name that objects inherit', () => sign({ alg: 'EdDSA', kid: '__proto__' }, pass)],
    [
      'with its key in its header',
      () => {
        const { x = '' } = createPublicKey(forger).export({ format: 'jwk' });
        const header = { alg: 'EdDSA', kid: 'k7', jwk: { kty: 'OKP', crv: 'Ed25519', x } };
        return new CompactSign(bytesOf(pass)).setProtectedHeader(header).sign(forger);
      },
    ],
    ['by ES256', () => sign({ alg: 'ES256', kid: 'k1' }, pass, ec)],
    ['by HS256 with the public key for a secret', () => hmac('HS256', 'sha256', publicKey)],
    ['by HS256 with the ring’s secret', () => hmac('HS256', 'sha256', secret)],
    ['by HS512 with the ring’s secret', () => hmac('HS512', 'sha512', secret)],
    ['without a signature, alg none', () => `${partOf({ alg: 'none', kid: 'k1' })}.${partOf(pass)}.`],
    ['with alg none and a true signature', () => spoiled(0, () => partOf({ alg: 'none', kid: 'k1' }))],
    ['for another seat under a true signature', () => spoiled(1, () => partOf(other))],
    ['for another order under a true signature', () => spoiled(1, () => partOf({ ...pass, order: 'x' }))],
    ['with one letter of its payload changed', () => spoiled(1, (part) => part.replace(/^e/, 'f'))],
    ['with its signature cut off', () => spoiled(2, () => '')],
    ['with a signature of naughts', () => spoiled(2, () => Buffer.alloc(64).toString('base64url'))],
    ['with a broken header', () => spoiled(0, () => '%%%')],
    ['of two parts', async () => (await passes.sign(pass)).split('.').slice(0, 2).join('.')],
    ['that is nothing', () => ''],
    ['of dots', () => '..'],
    ['of other letters', () => '💺'.repeat(100)],
    [
      'that is a session of the same ring',
      () =>
        createTokens({ keyring: parseKeyring(keyOf('k1', 1)), nowMs: () => 1_700_000_000_000 }).issueSession(
          'ann',
        ),
    ],
    [
      'in another serialisation',
      async () => {
        const [header = '', payload = '', signature = ''] = (await passes.sign(pass)).split('.');
        return JSON.stringify({ protected: header, payload, signature });
      },
    ],
  ];

  it.each(forgeries)('[I3] %s is nobody’s', async (_, code) => {
    expect(await passes.read(await code())).toBeNull();
  });

  it.each<[what: string, content: Record<string, unknown>]>([
    ['a seat in words', { seat: '42' }],
    ['half a seat', { seat: 0.5 }],
    ['an order that is a number', { order: 7 }],
    ['a list of shows', { show: ['demo'] }],
  ])('[I3] with %s is none, even by the true key', async (_, content) => {
    expect(await passes.read(await passes.sign({ ...pass, ...content } as Pass))).toBeNull();
  });
});

describe('keys that are replaced', () => {
  it('sign anew with the newest, and know the passes of those that are kept', async () => {
    const code = await passes.sign(pass);
    const both = passesOf(keyOf('k2', 2), keyOf('k1', 1));
    expect(await both.read(code)).toEqual(pass);
    const renewed = await both.sign(pass);
    expect(renewed).not.toBe(code);
    expect(await passesOf(keyOf('k2', 2)).read(renewed)).toEqual(pass);
  });

  it('[I3] leave no pass of a key that is gone, nor of one under another’s name', async () => {
    const code = await passes.sign(pass);
    expect(await passesOf(keyOf('k2', 2)).read(code)).toBeNull();
    expect(await passesOf(keyOf('k1', 9)).read(code)).toBeNull();
  });
});
