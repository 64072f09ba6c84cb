import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { chartsFolder } from '../../scripts/lib/charts/chart-files.ts';
import { type KubeObject, readObject } from './kube-objects.ts';
import { namespace, type Scene } from './scenes.ts';

const helmMsMax = 60_000;

/** All that a chart renders to, with room to spare. */
const outputBytesMax = 4 * 1024 * 1024;

const run = promisify(execFile);

/** Runs helm and answers what it printed, without its log lines. Fails with those when helm does. */
export async function helm(args: readonly string[]): Promise<string> {
  const { stdout } = await run('helm', args, { timeout: helmMsMax, maxBuffer: outputBytesMax });
  return stdout;
}

export function chartPath(chart: string): string {
  return join(chartsFolder, chart);
}

export function valueArgs({ valuesFiles, set }: Scene): string[] {
  return [...valuesFiles.flatMap((file) => ['--values', file]), ...set.flatMap((pair) => ['--set', pair])];
}

/** What helm would install, in its order, hooks and tests too. */
export async function render(scene: Scene): Promise<KubeObject[]> {
  const text = await helm([
    ...['template', scene.release, chartPath(scene.chart), '--namespace', namespace],
    ...valueArgs(scene),
  ]);
  return parseAllDocuments(text)
    .map((document): unknown => document.toJS())
    .filter((object) => object !== null)
    .map(readObject);
}
