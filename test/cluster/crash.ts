import { until } from '../faults/pause.ts';
import type { PodObject } from './kinds.ts';
import type { Pods } from './pods.ts';
import { kubectl } from './programs.ts';

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
export async function crash(pods: Pods, { metadata }: PodObject): Promise<void> {
  const { name } = metadata;
  const before = await pods.restarts(name);
  const exec = ['exec', name, '--namespace', pods.namespace, '--'];
  // The container ends under the command.
  const said = await kubectl([...exec, 'node', '--input-type=module', '--eval', script]).catch(
    (error: Error) => error.message,
  );
  const hasEnded = await until(async () => (await pods.restarts(name)) > before, endMsMax, 250);
  if (!hasEnded) throw new Error(`${name} lives on: ${said}`);
}
