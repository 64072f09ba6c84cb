import { createLifecycle, createLogger, listen } from '@onsale/runtime';
import { runCommand } from './commands/index.ts';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

/** Serves, unless the arguments name a command. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length > 0) return runCommand(args);
  const settings = readSettings(process.env);
  const logger = createLogger('seats-api', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax: settings.STOP_MS_MAX });
  const servers = await compose(settings, logger, lifecycle);
  lifecycle.listen();
  await listen(servers, settings, logger);
}

main().catch((error: unknown) => {
  process.stderr.write(`seats-api: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
