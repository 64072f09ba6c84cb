import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { chromiumArgs } from '../servers/index.ts';
import { runCommand } from '../servers/run-command.ts';
import { type RunningStandalone, startStandalone } from '../services/start-standalone.ts';
import { describeJourneys } from './journeys.ts';
import { writeQuickShow } from './quick-show.ts';

const importer = resolve(import.meta.dirname, '../../scripts/import-show.ts');

let browser: Browser;
let folder: string;
let sale: RunningStandalone;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-standalone-'));
  const first = await startStandalone({ data: folder });
  await first.stop();
  const quick = await writeQuickShow('quick', 6);
  await runCommand(process.execPath, [importer, '--data', folder, quick.file], { timeoutMs: 60_000 });
  await quick.remove();
  sale = await startStandalone({ data: folder });
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: [...chromiumArgs] });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await sale?.stop();
  await rm(folder, { recursive: true, force: true });
});

describeJourneys('one process on SQLite', () => ({
  browser,
  url: sale.url,
  realtimeUrls: [undefined, undefined],
  quickShow: 'quick',
}));
