import { commonSettings, parsedSetting, readConfig } from '@onsale/runtime';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { switchesBody, switchesDefault } from './switches.ts';

const { shape } = switchesBody;
/** A switch of whole milliseconds, from text. */
const milliseconds = (schema: z.ZodType<number, number>) => z.coerce.number().pipe(schema);

/** The service's settings, each an environment variable. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>) {
  return readConfig(
    {
      ...commonSettings,
      PORT: commonSettings.PORT.default(8083),
      /** Every call must bring it as a bearer token. Without it everybody may call. */
      API_KEY: z.string().min(1).max(500).optional(),
      /** Signs the messages: `whsec_` and base64. Without it none are sent. */
      WEBHOOK_SECRET: parsedSetting(checkSecret).optional(),
      /** Where messages go about charges that name no address. */
      WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
      /** How often a message is tried at most. */
      WEBHOOK_TRIES_MAX: z.coerce.number().int().min(1).max(20).default(5),
      /** How long to wait after the first try that failed; twice as long after each further one. */
      WEBHOOK_BACK_OFF_MS: z.coerce.number().int().min(1).max(60_000).default(500),
      /** A file that keeps the charges; without it they end with the process. */
      DATA_FILE: z.string().min(1).optional(),
      /** Charges on the books at most; further ones are refused. */
      CHARGES_MAX: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
      /** Calls under way at most, those that hang on purpose too. */
      CALLS_MAX: z.coerce.number().int().min(1).max(100_000).default(1_000),
      /** Where the switches stand at the start. */
      CHARGES: shape.charges.default(switchesDefault.charges),
      SLOW_MS: milliseconds(shape.slowMs).default(switchesDefault.slowMs),
      HANG_MS: milliseconds(shape.hangMs).default(switchesDefault.hangMs),
      LATE_MS: milliseconds(shape.lateMs).default(switchesDefault.lateMs),
      WEBHOOKS: shape.webhooks.default(switchesDefault.webhooks),
    },
    environment,
  );
}

export type Settings = ReturnType<typeof readSettings>;

function checkSecret(text: string): string {
  if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(text)) throw new Error('must be whsec_ and base64');
  // The library has the last word on what it can sign with.
  new Webhook(text).sign('check', new Date(0), '');
  return text;
}
