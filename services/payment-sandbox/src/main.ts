import { parseArgs } from 'node:util';
import { ConfigError, createLifecycle, createLogger, listen } from '@onsale/runtime';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

/** `main.ts --data FILE` keeps the charges in that file, whatever DATA_FILE says. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  const settings = readSettings({ ...process.env, DATA_FILE: values.data ?? process.env.DATA_FILE });
  const logger = createLogger('payment-sandbox', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax: settings.STOP_MS_MAX });
  const servers = await compose(settings, logger, lifecycle);
  lifecycle.listen();
  await listen(servers, settings, logger);
}

main().catch((error: unknown) => {
  process.stderr.write(`payment-sandbox: ${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
