import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import '../../servers/global-setup/context.ts';
import { type Figures, tableOf } from '../figures.ts';
import { releaseNodes, reserveNode } from '../nodes.ts';
import { resultsFolder } from '../settings.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The node that has realtime pods alone. */
    realtimeNode: string;
  }
}

/** Gets the cluster ready. */
export async function setup(project: TestProject): Promise<void> {
  await rm(resultsFolder, { recursive: true, force: true });
  await releaseNodes();
  project.provide('realtimeNode', await reserveNode());
}

/** Leaves the nodes as they were, and says what the scenarios measured. */
export async function teardown(): Promise<void> {
  await releaseNodes();
  const files = (await readdir(resultsFolder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const all = await Promise.all(
    files
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(resultsFolder, name), 'utf8')) as Figures),
  );
  if (all.length > 0) process.stdout.write(`\n${tableOf(all)}\n`);
}
