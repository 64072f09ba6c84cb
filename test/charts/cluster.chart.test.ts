import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { runCommand } from '../servers/run-command.ts';
import { chartPath, helm, valueArgs } from './helm.ts';
import { scenes } from './scenes.ts';

const kubectlMsMax = 60_000;
/** Kinds that come with operators; a cluster without these does not know them. */
const operators = ['monitoring.coreos.com', 'keda.sh'];

const kubectl = (...args: string[]) => runCommand('kubectl', args, { timeoutMs: kubectlMsMax });

async function clusterAnswers(): Promise<boolean> {
  return kubectl('get', '--raw', '/readyz', '--request-timeout', '5s').then(
    () => true,
    () => false,
  );
}

const hasCluster = await clusterAnswers();

describe.skipIf(!hasCluster)('a cluster takes', () => {
  let folder: string;
  let known: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onsale-charts-'));
    known = await kubectl('api-versions');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(scenes)('$title', async (scene) => {
    const args = ['template', scene.release, chartPath(scene.chart), '--namespace', 'default'];
    const text = await helm([...args, '--no-hooks', ...valueArgs(scene)]);
    const unknown = operators.filter((group) => !known.includes(group));
    const documents = text
      .split(/^---$/m)
      .filter((document) => !unknown.some((group) => document.includes(`apiVersion: ${group}`)));
    const file = join(folder, `${scenes.indexOf(scene)}.yaml`);
    await writeFile(file, documents.join('\n---\n'));
    await kubectl(
      'apply',
      '--dry-run=server',
      '--validate=strict',
      '--namespace',
      'default',
      '--filename',
      file,
    );
  });
});
