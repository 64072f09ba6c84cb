import { ConfigError, createLifecycle, createLogger } from '@onsale/runtime';
import { migrateMysql } from '@onsale/store-mysql';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

/** `main.ts` serves; `main.ts migrate` brings the database's tables up to date and ends. */
async function main(): Promise<void> {
  if (process.argv[2] === 'migrate') {
    await migrateMysql(process.env.MYSQL_URL ?? '');
    return;
  }
  const settings = readSettings(process.env);
  const logger = createLogger('seats-api', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax: settings.STOP_MS_MAX });
  const { server } = await compose(settings, logger, lifecycle);
  lifecycle.listen();
  server.on('error', (error) => {
    logger.fatal({ err: error }, 'cannot listen');
    process.exit(1);
  });
  server.listen(settings.PORT, settings.HOST, () => logger.info({ address: server.address() }, 'listening'));
}

main().catch((error: unknown) => {
  process.stderr.write(`seats-api: ${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
