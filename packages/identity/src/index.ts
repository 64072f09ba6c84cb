export { clientAddress } from './client-address.ts';
export { type CookieKind, sessionCookie, sessionTokenOf } from './cookies.ts';
export { type Keyring, parseKeyring } from './keyring.ts';
export { type OriginRule, parseOrigins } from './origins.ts';
export { createPasses, type Pass, type Passes, type PassKey } from './passes.ts';
export { createTokens, type Ticket, type Tokens, ticketSeconds } from './tokens.ts';
