import { until } from '../faults/pause.ts';
import type { Listed, NodeObject, PodObject } from './kinds.ts';
import { isReady } from './kinds.ts';
import { getJson, kubectl, shell } from './programs.ts';
import type { Sale } from './sale.ts';
import { cutCommand, joinCommand, realtimeTaint } from './settings.ts';

const readyMsMax = 90_000;

async function nodes(): Promise<readonly NodeObject[]> {
  return (await getJson<Listed<NodeObject>>(['nodes'])).items;
}

/** The names of nodes that are well, in order. */
async function nodeNames(): Promise<string[]> {
  const well = (await nodes()).filter(
    ({ status, spec }) =>
      spec.unschedulable !== true &&
      status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  );
  return well.map(({ metadata }) => metadata.name).sort();
}

const taintText = `${realtimeTaint.key}=${realtimeTaint.value}:${realtimeTaint.effect}`;

/** Keeps one node for realtime pods alone, as production has them; answers its name. */
export async function reserveNode(): Promise<string> {
  const last = (await nodeNames()).at(-1) ?? '';
  await kubectl(['taint', 'nodes', last, taintText, '--overwrite']);
  return last;
}

export async function releaseNodes(): Promise<void> {
  for (const { metadata, spec } of await nodes()) {
    if (spec.unschedulable === true) await uncordon(metadata.name);
    await kubectl(['taint', 'nodes', metadata.name, `${taintText}-`]).catch(() => {});
  }
}

async function cordon(node: string): Promise<void> {
  await kubectl(['cordon', node]);
}

export async function uncordon(node: string): Promise<void> {
  await kubectl(['uncordon', node]);
}

/** Evicts every pod of a node, at the pace that the budgets allow. */
export async function drain(node: string): Promise<void> {
  await kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout', '180s'], {
    timeoutMs: 200_000,
  });
}

export const canCut = cutCommand !== null && joinCommand !== null;

export async function cut(node: string): Promise<void> {
  await shell(cutCommand ?? '', { NODE: node });
}

/** Gives a node back to the network, and waits until the cluster hears from it. */
export async function join(node: string): Promise<void> {
  await shell(joinCommand ?? '', { NODE: node });
  const isBack = await until(async () => (await nodeNames()).includes(node), readyMsMax, 500);
  if (!isBack) throw new Error(`${node} is not back`);
}

const nodeOf = ({ spec }: PodObject): string => spec.nodeName ?? '';

/** A node, not the reserved one, without the database, which a demo would lose with its pod. */
export async function nodeToDrain(sale: Sale, reserved: string): Promise<string> {
  const database = nodeOf(await sale.pods('mysql').any());
  const found = (await nodeNames()).find((name) => name !== reserved && name !== database);
  if (found === undefined) throw new Error('every node has the database or is reserved');
  return found;
}

/** Brings a realtime pod to a node that has none, as an operator would: by leaving no other node to choose. */
export async function bringRealtimeTo(sale: Sale, node: string): Promise<void> {
  const pods = await sale.pods('realtime').all();
  if (pods.some((pod) => isReady(pod) && nodeOf(pod) === node)) return;
  const others = (await nodeNames()).filter((name) => name !== node);
  for (const other of others) await cordon(other);
  try {
    const [moved] = pods.filter(isReady);
    await kubectl(['delete', 'pod', '--namespace', sale.namespace, moved?.metadata.name ?? '']);
    await sale.pods('realtime').settle(pods.length);
  } finally {
    for (const other of others) await uncordon(other);
  }
}
