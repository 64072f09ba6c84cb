import { createLogger } from '@onsale/runtime';
import { runPrescale } from '../prescale/index.ts';
import { importFiles } from './import.ts';
import { migrate } from './migrate.ts';
import { readCommandSettings } from './settings.ts';

const usage = `usage: main.js                serves
       main.js migrate        brings the database's tables up to date
       main.js import FILE…   adds the shows of these files
       main.js prescale       sets the autoscalers for the shows' on-sale times`;

/**
 * Runs the command that the arguments name, and ends. Throws an error whose message is for people, with the
 * usage when there is no such command.
 */
export async function runCommand(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  const isMigrate = command === 'migrate' && rest.length === 0;
  const isImport = command === 'import' && rest.length > 0;
  const isPrescale = command === 'prescale' && rest.length === 0;
  if (!isMigrate && !isImport && !isPrescale) throw new Error(usage);
  // The first process of a container gets no signal's default: without a listener it would go on.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  if (isPrescale) return runPrescale(process.env);
  const settings = readCommandSettings(process.env);
  const logger = createLogger('seats-api', settings.LOG_LEVEL);
  await (isMigrate ? migrate(settings, logger) : importFiles(rest, settings, logger));
}
