import { sessionSeconds } from './tokens.ts';

/**
 * The session cookie's name. On https the `__Host-` prefix binds it to this host and path; plain http (a
 * laptop) cannot have it.
 */
function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-onsale' : 'onsale';
}

/** The Set-Cookie value of a session. */
export function sessionCookie(token: string, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${sessionCookieName(isSecure)}=${token}; Path=/; Max-Age=${sessionSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** The session token in a Cookie header, if any. */
export function sessionTokenOf(cookieHeader: string | undefined, isSecure: boolean): string | undefined {
  const name = sessionCookieName(isSecure);
  for (const part of (cookieHeader ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}
