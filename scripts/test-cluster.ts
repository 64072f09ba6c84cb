import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { services } from '@onsale/images';
import { runCommand } from '../test/servers/run-command.ts';
import { whyNotOnCluster } from './lib/cluster-checks.ts';
import { exitWith } from './lib/exit-with.ts';
import { writeNextVersion } from './lib/next-version.ts';
import { optionalTests } from './lib/optional-tests.ts';
import { runTests } from './lib/run-tests.ts';
import { rootFolder, testStep } from './lib/test-steps.ts';

const help = `pnpm test:cluster [--if-available]

Installs the charts on the cluster that KUBECONFIG names, lets buyers in from outside, and does to it what happens to a sale: new
versions, a crowd, nodes drained and cut off, pods killed, databases restarted, wrong values. It taints, cordons and drains nodes:
not for a cluster that somebody else uses. Needs kubectl and helm 4 on the PATH and three nodes.

  --if-available   ends well where a program or the cluster is missing; without it they must be there
  --help           this text

Settings:
  CLUSTER_LOAD       builds the images (pnpm images, with its settings) and hands their names to this command, which brings them to
                     the nodes, such as "kind load docker-image --name onsale". Without it the nodes must get them by themselves.
  CLUSTER_NEXT_TAG   the tag of seats-api and realtime in a next version, where CLUSTER_LOAD does not build them; without it, none is tried
  CLUSTER_VALUES     a values file for every chart, such as one with another global.imageRegistry
  CLUSTER_CUT, CLUSTER_JOIN
                     commands that take the node $NODE from the network and give it back. Without them no node is cut off.
  CLUSTER_NAMESPACE  where to install; it is deleted first and last (onsale-test)
  CLUSTER_KEEP=1     leaves the namespace as it is in the end
`;

const imagesMsMax = 20 * 60_000;
/** Services whose next version is tried beside this one's others. */
const nextServices = ['seats-api', 'realtime'];
const nextTag = 'next';

/** Builds the images, those of a next version too, and hands them to the command that brings them to the nodes. */
async function loadImages(command: string): Promise<void> {
  process.stdout.write('── images\n');
  const startMs = performance.now();
  await runCommand(process.execPath, ['scripts/images.ts'], { cwd: rootFolder, timeoutMs: imagesMsMax });
  await buildNextVersion();
  const text = await readFile(join(rootFolder, 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  const names = [
    ...services.map(({ name }) => `docker.io/onsale/${name}:${version}`),
    ...nextServices.map((name) => `docker.io/onsale/${name}:${nextTag}`),
  ];
  const args = ['-c', `${command} "$@"`, '--', ...names];
  await runCommand('sh', args, { cwd: rootFolder, timeoutMs: imagesMsMax });
  process.stdout.write(`── images: on the nodes, ${((performance.now() - startMs) / 1_000).toFixed(1)} s\n`);
}

async function buildNextVersion(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-next-'));
  try {
    await writeNextVersion(folder);
    const args = nextServices.flatMap((name) => ['--service', name]);
    await runCommand(process.execPath, ['scripts/images.ts', '--tag', nextTag, ...args], {
      cwd: folder,
      timeoutMs: imagesMsMax,
      // Not a repository: without a time of its own the builder would find nothing that it has built before.
      env: { ...process.env, SOURCE_DATE_EPOCH: '1' },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(): Promise<number> {
  const { CLUSTER_LOAD: load } = process.env;
  if (load) {
    await loadImages(load);
    process.env.CLUSTER_NEXT_TAG = nextTag;
  }
  return runTests((reports) => [testStep('cluster', reports)]);
}

await exitWith(() => optionalTests({ help, whyNot: whyNotOnCluster, run }));
