import { describe, expect, it } from 'vitest';
import { sessionCookie, sessionTokenOf } from './cookies.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl-_';

describe('the session cookie', () => {
  it('[I1] on https is bound to its host, and out of reach of scripts and of other sites’ posts', () => {
    expect(sessionCookie(token, true)).toBe(
      `__Host-onsale=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure`,
    );
  });

  it('on plain http has neither the prefix nor Secure, which browsers would refuse there', () => {
    expect(sessionCookie(token, false)).toBe(
      `onsale=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`,
    );
  });

  it.each([true, false])('is read back from a Cookie header (https: %s)', (isSecure) => {
    const [pair] = sessionCookie(token, isSecure).split(';');
    expect(sessionTokenOf(pair, isSecure)).toBe(token);
    expect(sessionTokenOf(`theme=dark; ${pair}; lang=ko`, isSecure)).toBe(token);
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
    expect(sessionTokenOf(header, false)).toBeUndefined();
  });

  it('[I1] brings no session on https by the cookie that a neighbouring host or plain http may set', () => {
    expect(sessionTokenOf(`onsale=${token}`, true)).toBeUndefined();
  });

  it.each([
    ['without blanks', `a=1;onsale=${token};b=2`],
    ['with more blanks', `  a=1  ;   onsale=${token}   ;b=2`],
    ['with a broken pair before it', `=;a;onsale=${token}`],
    ['with the same name again after it', `onsale=${token}; onsale=other`],
    ['with an empty one of the same name before it', `onsale=; onsale=${token}`],
  ])('%s brings the session', (_, header) => {
    expect(sessionTokenOf(header, false)).toBe(token);
  });
});
