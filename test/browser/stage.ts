import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumArgs } from '../servers/index.ts';
import { runCommand } from '../servers/run-command.ts';
import { startStandalone } from '../services/start-standalone.ts';
import { type ShowChanges, writeDemoShow } from './demo-show.ts';

const importer = resolve(import.meta.dirname, '../../scripts/import-show.ts');

export interface Stage {
  readonly browser: Browser;
  readonly url: string;
  /** Another show, while the sale runs. */
  addShow(id: string, changes: ShowChanges): Promise<void>;
  close(): Promise<void>;
}

/** A sale in one process with the demo shows and others besides, and a browser to visit it with. */
export async function openStage(
  executablePath: string,
  shows: Readonly<Record<string, ShowChanges>>,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-stage-'));
  const first = await startStandalone({ data: folder });
  await first.stop();
  const addShow = async (id: string, changes: ShowChanges): Promise<void> => {
    const written = await writeDemoShow(id, changes);
    await runCommand(process.execPath, [importer, '--data', folder, written.file], { timeoutMs: 60_000 });
    await written.remove();
  };
  for (const [id, changes] of Object.entries(shows)) await addShow(id, changes);
  const sale = await startStandalone({ data: folder });
  const browser = await chromium.launch({ executablePath, args: [...chromiumArgs] });
  return {
    browser,
    url: sale.url,
    addShow,
    close: async () => {
      await browser.close();
      await sale.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
