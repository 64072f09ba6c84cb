import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOrInstall } from '../servers/debian.ts';
import { type RunningStandalone, startStandalone } from '../services/start-standalone.ts';

const rootFolder = resolve(import.meta.dirname, '../..');
const readme = await readFile(join(rootFolder, 'README.md'), 'utf8');
/** What only the payment provider calls: it signs what it says, and nobody types that. */
const providersCalls = ['post /api/payments/webhook'];
const examples = [...readme.matchAll(/^```sh\n(curl [\s\S]*?)\n```$/gm)].map((match) => match[1] ?? '');

describe("the README's examples", () => {
  let sale: RunningStandalone;
  let folder: string;
  beforeAll(async () => {
    await findOrInstall(['curl'], 'curl', () => {});
    sale = await startStandalone();
    folder = await mkdtemp(join(tmpdir(), 'onsale-readme-'));
  }, 180_000);
  afterAll(async () => {
    await sale?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('cover every call of the API but the payment provider’s', async () => {
    const document = (await (await fetch(`${sale.url}/openapi.json`)).json()) as { paths: object };
    const missing = Object.entries(document.paths).flatMap(([path, calls]) => {
      const pattern = new RegExp(`${path.replaceAll(/\{\w+\}/g, '[^/?\\s]+')}(?=[?'\\s]|$)`, 'm');
      return Object.keys(calls as object)
        .filter(
          (method) => !examples.some((example) => methodOf(example) === method && pattern.test(example)),
        )
        .map((method) => `${method} ${path}`);
    });
    expect(missing).toEqual(providersCalls);
  });

  it.each(examples)('work as written: %s', async (example) => {
    const command = example
      .replaceAll('http://localhost:8080', sale.url)
      .replaceAll('curl -s', 'curl -s --fail-with-body');
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: folder,
    });
    expect(stdout).not.toBe('');
    expect(stdout).not.toContain('"error"');
  });
});

function methodOf(example: string): string {
  return /-X (\w+)/.exec(example)?.[1]?.toLowerCase() ?? 'get';
}

describe("the README's settings", () => {
  it.each([
    'services/seats-api/src',
    'services/seats-api/src/discovery',
    'services/realtime/src',
    'services/web/server',
    'services/payment-sandbox/src',
    'packages/payments/src',
  ])('name each variable of %s', async (folder) => {
    const source = await readFile(join(rootFolder, folder, 'settings.ts'), 'utf8');
    const names = [...source.matchAll(/^ {2,8}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('name only commands that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(rootFolder, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npx --yes pnpm ([\w:]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
