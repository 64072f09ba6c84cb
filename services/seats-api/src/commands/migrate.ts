import type { Logger } from '@onsale/runtime';
import { migrateMysql } from '@onsale/store-mysql';
import type { CommandSettings } from './settings.ts';

/** Brings the database's tables up to date. Throws an error whose message is a sentence for people. */
export async function migrate(settings: CommandSettings, logger: Logger): Promise<void> {
  await migrateMysql(settings.MYSQL_URL, {
    reachMsMax: settings.MIGRATE_WAIT_MS,
    turnMsMax: settings.MIGRATE_WAIT_MS,
    tell: (line) => logger.info(line),
  });
}
