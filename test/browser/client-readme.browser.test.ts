import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type EmbedStage, openEmbedStage } from './embed-stage.ts';
import { EmbeddedBuyer } from './embedding-page.ts';

const clientFolder = resolve(import.meta.dirname, '../../packages/client');
const readme = await readFile(join(clientFolder, 'README.md'), 'utf8');
const examplesOf = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );

let stage: EmbedStage;

beforeAll(async () => {
  stage = await openEmbedStage(inject('chromiumPath'));
}, 240_000);

afterAll(() => stage?.close());

/** A page of another site that has the example in it, and what it says to its console. */
async function open(body: string) {
  const { sale, far } = stage.secure;
  const text = `<!doctype html><title>Example</title><link rel="icon" href="data:,">${body.replaceAll('https://sale.example.com', sale)}`;
  far.files.set('/', { type: 'text/html', text });
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 800 } });
  const said: string[] = [];
  context.on('console', (message) => said.push(message.text()));
  const buyer = await EmbeddedBuyer.arrive(context, far);
  const says = (pattern: RegExp) =>
    expect.poll(() => said, { timeout: 20_000 }).toContainEqual(expect.stringMatching(pattern));
  return { buyer, says, said, leave: () => context.close() };
}

/** The example as a script for browsers, the client within it. */
async function bundle(example: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-example-'));
  try {
    const file = join(folder, 'example.ts');
    await writeFile(file, example);
    await build({
      configFile: false,
      logLevel: 'warn',
      root: folder,
      resolve: { alias: { '@onsale/client': join(clientFolder, 'src/index.ts') } },
      build: { target: 'es2023', rolldownOptions: { input: file, output: { entryFileNames: 'example.js' } } },
    });
    return await readFile(join(folder, 'dist/example.js'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('the element works as the client’s README shows it', async () => {
  const [example = '', ...others] = examplesOf('html');
  expect(others).toEqual([]);
  const { buyer, says, leave } = await open(example);
  await buyer.isLive();
  await buyer.click(20);
  await says(/^held until 20\S+Z: row 2 seat 0$/);
  await buyer.pay();
  await says(/^paid: order [\da-f-]{36}$/);
  expect(buyer.faults).toEqual([]);
  await leave();
});

it.each([
  ['buys', /^the order is paid$/],
  ['looks', /^\d+ seats are available$/],
] as const)('the client’s example that %s works as its README shows it', async (name, pattern) => {
  const [buys = '', looks = '', ...others] = examplesOf('ts');
  expect(others).toEqual([]);
  const { buyer, says, said, leave } = await open(
    `<script type="module">${await bundle((name === 'buys' ? buys : looks).replaceAll('https://sale.example.com', stage.secure.sale))}</script>`,
  );
  await says(pattern);
  expect(said.filter((line) => line.startsWith('refused'))).toEqual([]);
  expect(buyer.faults).toEqual([]);
  await leave();
});
