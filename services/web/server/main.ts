import { ConfigError, createLifecycle, createLogger } from '@onsale/runtime';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

function main(): void {
  const settings = readSettings(process.env);
  const logger = createLogger('web', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax: settings.STOP_MS_MAX });
  const server = compose(settings, lifecycle);
  lifecycle.listen();
  server.on('error', (error) => {
    logger.fatal({ err: error }, 'cannot listen');
    process.exit(1);
  });
  server.listen(settings.PORT, settings.HOST, () => logger.info({ address: server.address() }, 'listening'));
}

try {
  main();
} catch (error) {
  process.stderr.write(`web: ${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
}
