import { parseKeyring, parseOrigins } from '@onsale/identity';
import { holdLimitSettings, limitSettings } from '@onsale/limits';
import { paymentSettings } from '@onsale/payments';
import { commonSettings, parsedSetting, readConfig, tlsFilesOf } from '@onsale/runtime';
import { tracingSettings } from '@onsale/telemetry';
import { z } from 'zod';

/** The service's settings, each an environment variable; and the files of `tls`, null for plain http. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>) {
  const settings = readConfig(
    {
      ...commonSettings,
      ...limitSettings,
      ...holdLimitSettings,
      ...paymentSettings,
      ...tracingSettings,
      PORT: commonSettings.PORT.default(8082),
      /** `mysql://user:password@host:port/database` */
      MYSQL_URL: z.url({ protocol: /^mysql$/ }),
      /** `redis://host:port` */
      REDIS_URL: z.url({ protocol: /^rediss?$/ }),
      /** Keys that sign tickets, `id:base64url,…`; the same as the seats API's. */
      SESSION_KEYS: parsedSetting(parseKeyring),
      /** Origins of pages that may open sockets, besides the service's own. */
      ALLOWED_ORIGINS: parsedSetting(parseOrigins).default(parseOrigins('')),
      /** The show that the textbook's events are about. */
      DEFAULT_SHOW: z.string().default('demo'),
      /** Connections to MySQL at most. */
      MYSQL_CONNECTIONS_MAX: z.coerce.number().int().min(1).max(1_000).default(10),
      /** Whether this process sweeps ended holds, settles open orders and trims the log, for all. */
      UPKEEP: z.stringbool().default(true),
      /** How long clients have to move when the process stops, in milliseconds. */
      MOVE_MS: z.coerce.number().int().min(0).max(300_000).default(5_000),
      /** A certificate with its chain, and its private key, both in PEM: with them the service speaks https. */
      TLS_CERT_FILE: z.string().optional(),
      TLS_KEY_FILE: z.string().optional(),
    },
    environment,
  );
  return { ...settings, tls: tlsFilesOf(settings) };
}

export type Settings = ReturnType<typeof readSettings>;
