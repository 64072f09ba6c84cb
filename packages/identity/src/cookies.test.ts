import { describe, expect, it } from 'vitest';
import { sessionCookie, sessionTokenOf } from './cookies.ts';

describe('the session cookie', () => {
  it('is bound to the host on https, and out of reach of scripts and other sites', () => {
    expect(sessionCookie('t', true)).toBe(
      '__Host-onsale=t; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure',
    );
    expect(sessionCookie('t', false)).toBe('onsale=t; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax');
  });

  it.each<[header: string | undefined, isSecure: boolean, token: string | undefined]>([
    [undefined, false, undefined],
    ['', false, undefined],
    ['onsale=abc', false, 'abc'],
    ['a=1; onsale=abc; b=2', false, 'abc'],
    ['__Host-onsale=abc', true, 'abc'],
    // One set without the prefix, as a neighbouring host or plain http could, is not taken on https.
    ['onsale=abc', true, undefined],
    ['__Host-onsale=abc', false, undefined],
    ['xonsale=abc; onsale2=abc', false, undefined],
    ['onsale=', false, undefined],
    ['onsale', false, undefined],
    ['onsale=; onsale=abc', false, 'abc'],
  ])('in the header %s (https: %s) is %s', (header, isSecure, token) => {
    expect(sessionTokenOf(header, isSecure)).toBe(token);
  });
});
