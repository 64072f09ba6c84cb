import { checkShowFiles, describeImport, importShows } from '@onsale/layouts';
import type { Logger } from '@onsale/runtime';
import { awaitSchema, openMysqlStore } from '@onsale/store-mysql';
import type { CommandSettings } from './settings.ts';
import { showFiles } from './show-files.ts';

/**
 * Adds the shows of these files; a show that is there already is left alone, so that the command may be repeated.
 * Nothing is added when one of the files is faulty. Throws an error whose message is a sentence for people.
 */
export async function importFiles(
  patterns: readonly string[],
  settings: CommandSettings,
  logger: Logger,
): Promise<void> {
  const checked = await checkShowFiles(await showFiles(patterns));
  if (!checked.ok) {
    const faults = checked.faulty.flatMap(({ file, faults }) => faults.map((fault) => `${file}: ${fault}`));
    throw new Error(faults.join('\n'));
  }
  const tell = (line: string) => logger.info(line);
  await awaitSchema(settings.MYSQL_URL, { reachMsMax: settings.MIGRATE_WAIT_MS, tell });
  const store = await openMysqlStore({ url: settings.MYSQL_URL, connectionsMax: 1 });
  try {
    for await (const report of importShows(store, checked.files)) tell(describeImport(report));
  } finally {
    await store.close();
  }
}
