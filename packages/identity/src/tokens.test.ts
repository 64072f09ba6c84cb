import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseKeyring } from './keyring.ts';
import { createTokens } from './tokens.ts';

const startMs = Date.UTC(2031, 4, 1);
const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
const older = `older:${secret(1)}`;
const newer = `newer:${secret(2)}`;

function tokensOf(keys: string, nowMs = startMs) {
  return createTokens({ keyring: parseKeyring(keys), nowMs: () => nowMs });
}

describe('a session', () => {
  it('[I1] says who acts, for thirty days, and is aging in the last half of them', async () => {
    const token = await tokensOf(newer).issueSession('ann');
    const dayMs = 24 * 3_600_000;
    const readAfter = (days: number) => tokensOf(newer, startMs + days * dayMs).readSession(token);
    expect(await readAfter(0)).toEqual({ buyer: 'ann', isAging: false });
    expect(await readAfter(16)).toEqual({ buyer: 'ann', isAging: true });
    expect(await readAfter(29)).toEqual({ buyer: 'ann', isAging: true });
    expect(await readAfter(30)).toBeNull();
  });

  it('[I1] outlives the change to a new key, and ends with the old key’s removal', async () => {
    const token = await tokensOf(older).issueSession('ann');
    expect(await tokensOf(`${newer},${older}`).readSession(token)).toMatchObject({ buyer: 'ann' });
    expect(await tokensOf(newer).readSession(token)).toBeNull();
  });

  it('[I1] is no ticket, and a ticket no session', async () => {
    const tokens = tokensOf(newer);
    expect(await tokens.readTicket(await tokens.issueSession('ann'))).toBeNull();
    expect(await tokens.readSession(await tokens.issueTicket('ann'))).toBeNull();
  });
});

describe('a ticket', () => {
  it('[I2] is good for sixty seconds and has an id of its own', async () => {
    const tokens = tokensOf(newer);
    const [first, second] = [await tokens.issueTicket('ann'), await tokens.issueTicket('ann')];
    const read = await tokens.readTicket(first);
    expect(read).toMatchObject({ buyer: 'ann', expiresAtMs: startMs + 60_000 });
    expect((await tokens.readTicket(second))?.id).not.toBe(read?.id);
    expect(await tokensOf(newer, startMs + 59_000).readTicket(first)).not.toBeNull();
    expect(await tokensOf(newer, startMs + 60_000).readTicket(first)).toBeNull();
  });
});

describe('a token that is not ours', () => {
  const key = Buffer.alloc(32, 2);
  const claims = () =>
    new SignJWT()
      .setJti('1')
      .setIssuedAt(startMs / 1_000)
      .setExpirationTime(startMs / 1_000 + 60);
  const genuine = () => claims().setIssuer('onsale').setAudience('onsale-session').setSubject('ann');
  const header = { alg: 'HS256', kid: 'newer' };

  it('[I1] opens nothing, while the same token with everything right does', async () => {
    const forged: Record<string, string> = {
      'of another issuer': await claims()
        .setAudience('onsale-session')
        .setSubject('ann')
        .setIssuer('x')
        .setProtectedHeader(header)
        .sign(key),
      'for another audience': await claims()
        .setIssuer('onsale')
        .setSubject('ann')
        .setAudience('x')
        .setProtectedHeader(header)
        .sign(key),
      'about nobody': await claims()
        .setIssuer('onsale')
        .setAudience('onsale-session')
        .setProtectedHeader(header)
        .sign(key),
      'by an unknown key': await genuine()
        .setProtectedHeader({ ...header, kid: 'other' })
        .sign(key),
      'without a key’s name': await genuine().setProtectedHeader({ alg: 'HS256' }).sign(key),
      'by a known key’s name and another secret': await genuine()
        .setProtectedHeader(header)
        .sign(Buffer.alloc(32, 3)),
      'by HS512': await genuine()
        .setProtectedHeader({ ...header, alg: 'HS512' })
        .sign(Buffer.alloc(64, 2)),
      'without an end': await new SignJWT()
        .setJti('1')
        .setIssuedAt(1)
        .setIssuer('onsale')
        .setAudience('onsale-session')
        .setSubject('ann')
        .setProtectedHeader(header)
        .sign(key),
    };
    const tokens = tokensOf(newer);
    for (const [what, token] of Object.entries(forged))
      expect([what, await tokens.readSession(token)]).toEqual([what, null]);
    expect(await tokens.readSession(await genuine().setProtectedHeader(header).sign(key))).toMatchObject({
      buyer: 'ann',
    });
  });

  it.each(['', '.', '..', 'a.b.c', 'ey', '💺'.repeat(100)])(
    '%s opens nothing and throws nothing',
    async (text) => {
      expect(await tokensOf(newer).readSession(text)).toBeNull();
      expect(await tokensOf(newer).readTicket(text)).toBeNull();
    },
  );
});
