import { parseKeyring, parseOrigins } from '@onsale/identity';
import { holdLimitSettings, limitSettings } from '@onsale/limits';
import { parseWebhookSecrets, paymentSettings } from '@onsale/payments';
import { commonSettings, parsedSetting, readConfig } from '@onsale/runtime';
import { tracingSettings } from '@onsale/telemetry';
import { z } from 'zod';
import { discoveryOf } from './discovery/discovery.ts';
import { discoverySettings } from './discovery/settings.ts';

/** The service's settings, each an environment variable; and what those of discovery ask for together. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>) {
  const settings = readConfig(
    {
      ...commonSettings,
      ...limitSettings,
      ...holdLimitSettings,
      ...paymentSettings,
      ...tracingSettings,
      ...discoverySettings,
      PORT: commonSettings.PORT.default(8081),
      /** `mysql://user:password@host:port/database` */
      MYSQL_URL: z.url({ protocol: /^mysql$/ }),
      /** `redis://host:port` */
      REDIS_URL: z.url({ protocol: /^rediss?$/ }),
      /** Signing keys `id:base64url,…`, newest first. */
      SESSION_KEYS: parsedSetting(parseKeyring),
      /** Origins of pages that may act, besides the service's own. */
      ALLOWED_ORIGINS: parsedSetting(parseOrigins).default(parseOrigins('')),
      /** Whether buyers come by https. */
      SECURE_COOKIES: z.stringbool().default(false),
      /** With what the payment provider signs its messages: `whsec_…`, several with commas. Without it none is believed. */
      PAYMENT_WEBHOOK_SECRET: parsedSetting(parseWebhookSecrets).default([]),
      /** The show that `/seats`, `/ip` and `action` are about. */
      DEFAULT_SHOW: z.string().default('demo'),
      /** Connections to MySQL at most. */
      MYSQL_CONNECTIONS_MAX: z.coerce.number().int().min(1).max(1_000).default(10),
      /** Whether this process sweeps ended holds, settles open orders and trims the log, for all. */
      UPKEEP: z.stringbool().default(true),
    },
    environment,
  );
  return { ...settings, discovery: discoveryOf(settings) };
}

export type Settings = ReturnType<typeof readSettings>;
