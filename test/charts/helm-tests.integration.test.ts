import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartsFolder } from '../../scripts/lib/charts/chart-files.ts';
import { freePort } from '../servers/free-port.ts';
import { startSandbox } from '../services/start-sandbox.ts';
import { type RunningStandalone, startStandalone } from '../services/start-standalone.ts';

const run = promisify(execFile);
const testMsMax = 60_000;

/** Runs a chart's `helm test` as its pod does, and answers what it printed. Rejects when the test fails. */
async function helmTest(chart: string, env: Readonly<Record<string, string>>): Promise<string> {
  const script = await readFile(join(chartsFolder, chart, 'files/test.mjs'), 'utf8');
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: process.env.PATH, ...env },
    timeout: testMsMax,
  });
  return stdout;
}

describe('helm test', () => {
  let sale: RunningStandalone;
  let nowhere: string;
  beforeAll(async () => {
    sale = await startStandalone();
    nowhere = `127.0.0.1:${await freePort()}`;
  });
  afterAll(() => sale.stop());

  it('of the seats API lists the shows, and in the demo holds a seat and lets it go', async () => {
    expect(await helmTest('seats-api', { API_URL: sale.url, IS_DEMO: '' })).toMatch(/^shows: .*demo/);
    const printed = await helmTest('seats-api', { API_URL: sale.url, IS_DEMO: 'true' });
    expect(printed).toMatch(/held seat \d+ of \S+ and let it go/);
  });

  it('of realtime opens a socket', async () => {
    const printed = await helmTest('realtime', { REALTIME_URL: sale.url.replace('http', 'ws') });
    expect(printed).toBe('the socket opened\n');
  });

  it('of the web service gets the page, and the API through it', async () => {
    const printed = await helmTest('web', { WEB_URL: sale.url, FORWARDS: 'true' });
    expect(printed).toMatch('the page is served\nthe API answers');
  });

  it('of the payment sandbox is refused without a key', async () => {
    const sandbox = await startSandbox({ env: { API_KEY: 'a-key' } });
    try {
      expect(await helmTest('payment-sandbox', { SANDBOX_URL: sandbox.url })).toBe('the sandbox answers\n');
    } finally {
      await sandbox.stop();
    }
  });

  it.each([
    ['seats-api', (address: string) => ({ API_URL: `http://${address}` })],
    ['realtime', (address: string) => ({ REALTIME_URL: `ws://${address}` })],
    ['web', (address: string) => ({ WEB_URL: `http://${address}` })],
    ['payment-sandbox', (address: string) => ({ SANDBOX_URL: `http://${address}` })],
  ])('of %s fails where nothing answers', async (chart, env) => {
    await expect(helmTest(chart, env(nowhere))).rejects.toThrow('Command failed');
  });
});
