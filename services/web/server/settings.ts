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
      /** The folder of the built page. */
      DIST_DIR: parsedSetting(String).default(fileURLToPath(new URL('../dist', import.meta.url))),
    },
    environment,
  );
}

export type Settings = ReturnType<typeof readSettings>;
