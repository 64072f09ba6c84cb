import { resolve } from 'node:path';
import { bundleService, serviceNamed } from './src/index.ts';

/** `node images/bundle.ts SERVICE FOLDER`: what the service's image holds besides Node. */
async function main([name = '', folder, ...more]: readonly string[]): Promise<void> {
  if (folder === undefined || more.length > 0) throw new Error('usage: node images/bundle.ts SERVICE FOLDER');
  await bundleService(serviceNamed(name), resolve(folder));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
