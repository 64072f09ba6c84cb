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
