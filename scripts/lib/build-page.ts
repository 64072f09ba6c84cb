import { globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '../../test/servers/run-command.ts';

const rootFolder = resolve(import.meta.dirname, '../..');
const webFolder = join(rootFolder, 'services/web');
const buildMsMax = 5 * 60_000;

/** Everything that the page is made of. */
const sources = [
  'services/web/{index.html,package.json,vite.config.ts}',
  'services/web/{src,public}/**/*',
  'packages/{client,contracts,domain}/{package.json,src/**/*}',
  'pnpm-lock.yaml',
];

/** Builds the buyer's page unless it is younger than everything it is made of. */
export async function buildPage(log: (line: string) => void): Promise<void> {
  if (isUpToDate()) return;
  log('building the page …');
  const vite = join(webFolder, 'node_modules/.bin/vite');
  // Whoever builds, a test too: the page is the one that is deployed, without what libraries add for developers.
  const env = { ...process.env, NODE_ENV: 'production' };
  await runCommand(vite, ['build', '--logLevel', 'warn'], { env, cwd: webFolder, timeoutMs: buildMsMax });
}

function isUpToDate(): boolean {
  // What is built last.
  const built = statSync(join(webFolder, 'dist/embed.js'), { throwIfNoEntry: false });
  if (built === undefined) return false;
  const newest = globSync(sources, { cwd: rootFolder })
    .map((path) => statSync(join(rootFolder, path)))
    .reduce((latestMs, file) => (file.isFile() ? Math.max(latestMs, file.mtimeMs) : latestMs), 0);
  return built.mtimeMs > newest;
}
