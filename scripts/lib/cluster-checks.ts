import { run } from '../../test/cluster/programs.ts';
import { missingPrograms } from './missing-programs.ts';

/** Nodes that the scenarios need: one is drained, one cut off, and the sale goes on. */
const nodesMin = 3;

interface Nodes {
  readonly items: readonly {
    readonly spec: { readonly taints?: readonly { readonly effect: string }[] };
    readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** What keeps the tests from running on the cluster that KUBECONFIG names, as one sentence; null when nothing does. */
export async function whyNotOnCluster(): Promise<string | null> {
  const missing = await missingPrograms([
    ['kubectl', ['version', '--client']],
    ['helm', ['version', '--short']],
  ]);
  if (missing.length > 0) return `Not on the PATH: ${missing.join(', ')}.`;
  const from = process.env.KUBECONFIG ? `KUBECONFIG (${process.env.KUBECONFIG})` : 'the default kubeconfig';
  const text = await run('kubectl', ['get', 'nodes', '--output', 'json', '--request-timeout', '10s'], {
    timeoutMs: 20_000,
  }).catch(() => null);
  if (text === null) return `No cluster answers by ${from}.`;
  const ready = readyNodes(text);
  if (ready >= nodesMin) return null;
  return `The cluster of ${from} has ${ready} nodes that are ready and take any pod; ${nodesMin} are needed.`;
}

/** How many nodes of kubectl's list are ready and keep no pod away. */
export function readyNodes(text: string): number {
  const { items } = JSON.parse(text) as Nodes;
  return items.filter(
    ({ spec, status }) =>
      status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True') &&
      !spec.taints?.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute'),
  ).length;
}
