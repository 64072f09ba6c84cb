import { sessionSeconds } from './tokens.ts';

/**
 * Which cookie keeps a session: `plain` on plain http (a laptop), `secure` on https, `partitioned` on https for a
 * page of another site, which browsers keep apart for each such site (CHIPS).
 */
export type CookieKind = 'plain' | 'secure' | 'partitioned';

/** On https the `__Host-` prefix binds a cookie to this host and path; plain http cannot have it. */
const nameByKind: Record<CookieKind, string> = {
  plain: 'onsale',
  secure: '__Host-onsale',
  partitioned: '__Host-onsale-embedded',
};

const attributesByKind: Record<CookieKind, string> = {
  plain: 'SameSite=Lax',
  secure: 'SameSite=Lax; Secure',
  partitioned: 'SameSite=None; Secure; Partitioned',
};

/** The Set-Cookie value of a session. */
export function sessionCookie(token: string, kind: CookieKind): string {
  return `${nameByKind[kind]}=${token}; Path=/; Max-Age=${sessionSeconds}; HttpOnly; ${attributesByKind[kind]}`;
}

/** The session token in a Cookie header, if any. */
export function sessionTokenOf(cookieHeader: string | undefined, kind: CookieKind): string | undefined {
  const name = nameByKind[kind];
  for (const part of (cookieHeader ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}
