import { buildPage } from './lib/build-page.ts';

/** `pnpm start`: builds the page when it is missing or older than its source, then runs the standalone sale. */
async function start(): Promise<void> {
  const wantsHelp = process.argv.includes('--help');
  if (!wantsHelp) await buildPage((line) => process.stdout.write(`${line}\n`));
  // Imported late, so that a clone without a built page says first what it is doing.
  await import('../services/standalone/src/main.ts');
}

start().catch((error: unknown) => {
  process.stderr.write(`onsale: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
