import { parseArgs } from 'node:util';
import { ConfigError, createLifecycle, createLogger } from '@onsale/runtime';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

/** `main.ts --data FILE` keeps the charges in that file, whatever DATA_FILE says. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  const settings = readSettings({ ...process.env, DATA_FILE: values.data ?? process.env.DATA_FILE });
  const logger = createLogger('payment-sandbox', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax: settings.STOP_MS_MAX });
  const server = await compose(settings, logger, lifecycle);
  lifecycle.listen();
  server.on('error', (error) => {
    logger.fatal({ err: error }, 'cannot listen');
    process.exit(1);
  });
  server.listen(settings.PORT, settings.HOST, () => logger.info({ address: server.address() }, 'listening'));
}

main().catch((error: unknown) => {
  process.stderr.write(`payment-sandbox: ${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
