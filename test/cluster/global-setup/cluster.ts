import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import '../../servers/global-setup/context.ts';
import { type ApiProxy, startApiProxy } from '../api-proxy.ts';
import { type Figures, tableOf } from '../figures.ts';
import { releaseNodes, reserveNode } from '../nodes.ts';
import { resultsFolder } from '../settings.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The node that has realtime pods alone. */
    realtimeNode: string;
    /** Where the API server answers without further ado. */
    kubernetesApi: string;
  }
}

let proxy: ApiProxy | null = null;

/** Gets the cluster ready. */
export async function setup(project: TestProject): Promise<void> {
  await rm(resultsFolder, { recursive: true, force: true });
  await releaseNodes();
  project.provide('realtimeNode', await reserveNode());
  proxy = await startApiProxy();
  project.provide('kubernetesApi', proxy.url);
}

/** Leaves the nodes as they were, and says what the scenarios measured. */
export async function teardown(): Promise<void> {
  await proxy?.stop();
  await releaseNodes();
  const files = (await readdir(resultsFolder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const all = await Promise.all(
    files
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(resultsFolder, name), 'utf8')) as Figures),
  );
  if (all.length > 0) process.stdout.write(`\n${tableOf(all)}\n`);
}
