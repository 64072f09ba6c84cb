import { commonSettings, readConfig } from '@onsale/runtime';
import { z } from 'zod';

/** The settings of the commands that work on the database and end. */
export function readCommandSettings(environment: Readonly<Record<string, string | undefined>>) {
  return readConfig(
    {
      LOG_LEVEL: commonSettings.LOG_LEVEL,
      /** `mysql://user:password@host:port/database` */
      MYSQL_URL: z.url({ protocol: /^mysql$/ }),
      /** How long to wait for a database that does not answer yet, for another process that migrates it, or, to import, for its tables. */
      MIGRATE_WAIT_MS: z.coerce.number().int().min(0).max(3_600_000).default(60_000),
    },
    environment,
  );
}

export type CommandSettings = ReturnType<typeof readCommandSettings>;
