import { ConfigError, createLifecycle, createLogger, listen } from '@onsale/runtime';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = createLogger('web', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax: settings.STOP_MS_MAX });
  const servers = compose(settings, logger, lifecycle);
  lifecycle.listen();
  await listen(servers, settings, logger);
}

main().catch((error: unknown) => {
  process.stderr.write(`web: ${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
