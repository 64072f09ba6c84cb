import { fileURLToPath } from 'node:url';
import { commonSettings, parsedSetting, readConfig } from '@onsale/runtime';
import { parseConnectSources } from './security-headers.ts';

/** The service's settings, each an environment variable. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>) {
  return readConfig(
    {
      ...commonSettings,
      PORT: commonSettings.PORT.default(8080),
      /** Where the page may connect besides its own origin: origins or zones of the realtime processes. */
      CONNECT_SOURCES: parsedSetting(parseConnectSources).default([]),
      /** Where the seats API answers, when no ingress leads there: its paths are passed on. */
      API_URL: parsedSetting(parseApiUrl).optional(),
      /** Where the payment sandbox answers, when payers are to find its page at this service's address. */
      PAY_URL: parsedSetting(parseApiUrl).optional(),
      /** The folder of the built page. */
      DIST_DIR: parsedSetting(String).default(fileURLToPath(new URL('../dist', import.meta.url))),
    },
    environment,
  );
}

export type Settings = ReturnType<typeof readSettings>;

/** Throws a RangeError for what is more or less than scheme, host and port. */
function parseApiUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
    throw new RangeError(`"${text}" is not an address such as http://seats-api:8081`);
  return url;
}
