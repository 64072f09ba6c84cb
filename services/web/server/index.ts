export { createApp, type WebOptions } from './app.ts';
export { parseConnectSources } from './security-headers.ts';
