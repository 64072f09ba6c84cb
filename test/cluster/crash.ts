import { until } from '../faults/pause.ts';
import type { PodObject } from './kinds.ts';
import { getJson, kubectl } from './programs.ts';

/**
 * Ends a pod's process in the midst of what it does, as `kill -9` would: no handler runs, no connection is closed by it.
 * The first process of a container takes no such signal from within it, so it is told over its debugger to abort.
 */
const script = `
process.kill(1, 'SIGUSR1');
let target;
for (let tries = 0; target === undefined && tries < 100; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  [target] = await fetch('http://127.0.0.1:9229/json').then((r) => r.json()).catch(() => []);
}
const socket = new WebSocket(target.webSocketDebuggerUrl);
await new Promise((resolve) => socket.addEventListener('open', resolve));
socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'process.abort()' } }));
await new Promise((resolve) => socket.addEventListener('close', resolve));
`;

const endMsMax = 20_000;

/** Crashes the process of a pod's container; resolves when the kubelet has seen it end. */
export async function crash({ metadata }: PodObject, namespace: string): Promise<void> {
  const at = ['--namespace', namespace];
  const restarts = async () => {
    const { status } = await getJson<PodObject>(['pod', metadata.name, ...at]);
    return status.containerStatuses?.[0]?.restartCount ?? 0;
  };
  const before = await restarts();
  const exec = ['exec', metadata.name, ...at, '--', 'node', '--input-type=module', '--eval', script];
  // The container ends under the command.
  const said = await kubectl(exec).catch((error: Error) => error.message);
  const hasEnded = await until(async () => (await restarts()) > before, endMsMax, 250);
  if (!hasEnded) throw new Error(`${metadata.name} lives on: ${said}`);
}
