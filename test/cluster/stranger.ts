import { until } from '../faults/pause.ts';
import type { PodObject } from './kinds.ts';
import { apply, getJson, kubectl } from './programs.ts';

const connectMsMax = 3_000;
const endMsMax = 60_000;

/** Tries to open a connection to each of the addresses, and says which opened. */
const script = `
import { connect } from 'node:net';
const open = (address) => new Promise((resolve) => {
  const [host, port] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  const end = (isOpen) => { socket.destroy(); resolve(isOpen); };
  socket.once('connect', () => end(true));
  socket.once('error', () => end(false));
  setTimeout(() => end(false), ${connectMsMax});
});
const addresses = process.env.ADDRESSES.split(',');
const all = await Promise.all(addresses.map(open));
console.log(addresses.filter((_, at) => all[at]).join(','));
process.exit(0);
`;

/** Those of the addresses, each `host:port`, that a pod without any label of the sale reaches from its namespace. */
export async function reachedByStranger(
  namespace: string,
  image: string,
  addresses: readonly string[],
): Promise<string[]> {
  const name = 'stranger';
  await kubectl(['delete', 'pod', name, '--namespace', namespace, '--ignore-not-found']);
  await apply([strangerPod(namespace, name, image, addresses)]);
  let phase = '';
  const hasEnded = await until(
    async () => {
      const pod = await getJson<PodObject>(['pod', name, '--namespace', namespace]);
      phase = pod.status.phase;
      return phase === 'Succeeded' || phase === 'Failed';
    },
    endMsMax,
    500,
  );
  if (!hasEnded || phase !== 'Succeeded') throw new Error(`the stranger's pod is ${phase}`);
  const log = await kubectl(['logs', name, '--namespace', namespace]);
  await kubectl(['delete', 'pod', name, '--namespace', namespace]);
  return log
    .trim()
    .split(',')
    .filter((address) => address !== '');
}

function strangerPod(namespace: string, name: string, image: string, addresses: readonly string[]): object {
  const container = {
    name,
    image,
    command: ['node', '--input-type=module', '--eval', script],
    env: [{ name: 'ADDRESSES', value: addresses.join(',') }],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container],
    },
  };
}
