import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { chromiumArgs } from '../servers/index.ts';
import { type RunningStandalone, startStandalone } from '../services/start-standalone.ts';
import { print } from './figures.ts';

/** Slow 4G as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};
const firstSeatsMsMax = 1_500;

let browser: Browser;
let sale: RunningStandalone;

beforeAll(async () => {
  sale = await startStandalone();
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: [...chromiumArgs] });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await sale?.stop();
});

/** From the start of the navigation until all seats of the arena are shown as they are, with nothing cached. */
async function firstSeatsMs(): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow4g);
  await page.goto(`${sale.url}/shows/arena`, { waitUntil: 'commit' });
  const mark = await page.waitForFunction(
    () => performance.getEntriesByName('onsale-seats')[0]?.startTime,
    undefined,
    { timeout: 20_000 },
  );
  const startedMs = await mark.jsonValue();
  await context.close();
  return startedMs ?? Number.POSITIVE_INFINITY;
}

it('shows the first seats of a 20,000-seat arena within 1.5 s on slow 4G', async () => {
  // The first visit also warms the server up; the page itself starts from nothing each time.
  await firstSeatsMs();
  const runs = [await firstSeatsMs(), await firstSeatsMs(), await firstSeatsMs()];
  const middle = runs.sort((a, b) => a - b)[1] ?? Number.POSITIVE_INFINITY;
  print('first seats on slow 4G, middle of 3', middle, firstSeatsMsMax, 'ms');
  expect(middle).toBeLessThan(firstSeatsMsMax);
});
