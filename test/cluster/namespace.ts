import type { Listed } from './kinds.ts';
import { apply, getJson, kubectl } from './programs.ts';

const deleteMsMax = 180_000;

/** An empty namespace that holds every pod to the restricted profile. */
export async function makeNamespace(name: string): Promise<void> {
  await deleteNamespace(name);
  const labels = {
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }]);
}

/** Deletes it with everything in it, where it is there. */
export async function deleteNamespace(name: string): Promise<void> {
  const args = ['delete', 'namespace', name, '--ignore-not-found', '--timeout', '170s'];
  await kubectl(args, { timeoutMs: deleteMsMax });
}

/** What every namespace has by itself. */
const ownNames = new Set(['ServiceAccount default', 'ConfigMap kube-root-ca.crt']);

interface AnyObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Everything in a namespace, by kind and name, but what was there from the beginning, and events. */
export async function contentsOf(namespace: string): Promise<string[]> {
  const kinds = (await kubectl(['api-resources', '--namespaced', '--verbs=list', '--output=name']))
    .split('\n')
    .filter((kind) => kind !== '' && !/^events(\.|$)|metrics/.test(kind));
  const { items } = await getJson<Listed<AnyObject>>([kinds.join(','), '--namespace', namespace]);
  return items
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .filter((name) => !ownNames.has(name))
    .sort();
}

/** Objects of the whole cluster that bear a release's label. */
export async function clusterObjectsOf(release: string): Promise<string[]> {
  const selector = `app.kubernetes.io/instance=${release}`;
  const kinds = 'clusterroles,clusterrolebindings,persistentvolumes,namespaces';
  const { items } = await getJson<Listed<AnyObject>>([kinds, '--selector', selector]);
  return items.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
}
