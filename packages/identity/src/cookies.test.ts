import { describe, expect, it } from 'vitest';
import { sessionCookie, sessionTokenOf } from './cookies.ts';

const kinds = ['plain', 'secure', 'partitioned'] as const;
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl-_';

describe('the session cookie', () => {
  it('[I1] on https is bound to its host, and out of reach of scripts and of other sites’ posts', () => {
    expect(sessionCookie(token, 'secure')).toBe(
      `__Host-onsale=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure`,
    );
  });

  it('on plain http has neither the prefix nor Secure, which browsers would refuse there', () => {
    expect(sessionCookie(token, 'plain')).toBe(
      `onsale=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`,
    );
  });

  it('[I1] of a page of another site is kept for that site alone, and on https only', () => {
    expect(sessionCookie(token, 'partitioned')).toBe(
      `__Host-onsale-embedded=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=None; Secure; Partitioned`,
    );
  });

  it.each(kinds)('is read back from a Cookie header: %s', (kind) => {
    const [pair] = sessionCookie(token, kind).split(';');
    expect(sessionTokenOf(pair, kind)).toBe(token);
    expect(sessionTokenOf(`theme=dark; ${pair}; lang=ko`, kind)).toBe(token);
  });

  it('[I1] of one kind is never taken for that of another', () => {
    for (const set of kinds)
      for (const read of kinds) {
        const [pair] = sessionCookie(token, set).split(';');
        expect(sessionTokenOf(pair, read)).toBe(set === read ? token : undefined);
      }
  });
});

describe('a Cookie header', () => {
  it.each([
    ['is absent', undefined],
    ['is empty', ''],
    ['has other cookies only', 'theme=dark; lang=ko'],
    ['has the name without a value', 'onsale'],
    ['has an empty value', 'onsale='],
    ['has a longer name', `onsale2=${token}; xonsale=${token}`],
    ['has the name in other letters', `Onsale=${token}`],
    ['has the cookie of https only', `__Host-onsale=${token}`],
    ['is made of separators', ';; ; = ;=;'],
  ])('that %s brings no session on http', (_, header) => {
    expect(sessionTokenOf(header, 'plain')).toBeUndefined();
  });

  it('[I1] brings no session on https by the cookie that a neighbouring host or plain http may set', () => {
    expect(sessionTokenOf(`onsale=${token}`, 'secure')).toBeUndefined();
  });

  it.each([
    ['without blanks', `a=1;onsale=${token};b=2`],
    ['with more blanks', `  a=1  ;   onsale=${token}   ;b=2`],
    ['with a broken pair before it', `=;a;onsale=${token}`],
    ['with the same name again after it', `onsale=${token}; onsale=other`],
    ['with an empty one of the same name before it', `onsale=; onsale=${token}`],
  ])('%s brings the session', (_, header) => {
    expect(sessionTokenOf(header, 'plain')).toBe(token);
  });
});
