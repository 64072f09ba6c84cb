import { z } from 'zod';
import type { AutoscalerName } from './autoscaler-name.ts';

/** The kinds of autoscaler, and where in each stands how many pods there are at least. */
const kinds = [
  { group: 'autoscaling/v2', resource: 'horizontalpodautoscalers', field: 'minReplicas' },
  { group: 'keda.sh/v1alpha1', resource: 'scaledobjects', field: 'minReplicaCount' },
] as const;
type Kind = (typeof kinds)[number];

/** An autoscaler as it stands. */
export interface Autoscaler {
  readonly kind: Kind;
  readonly fewest: number;
  readonly annotations: Readonly<Record<string, string>>;
}

const fewest = z.int().min(0).default(1);
const autoscalerBody = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({ minReplicas: fewest, minReplicaCount: fewest }),
});

export interface KubernetesApi {
  /** Null when there is none of any kind. */
  find(name: AutoscalerName): Promise<Autoscaler | null>;
  setFewest(name: AutoscalerName, kind: Kind, replicas: number): Promise<void>;
}

/** Whoever changes a field is on record; a later `helm upgrade` says this name when the two disagree. */
const fieldManager = 'onsale-prescale';
const answerMsMax = 10_000;

/** The two calls that `prescale` makes of the Kubernetes API. They throw an Error with a sentence. */
export function createKubernetesApi(url: string, token: string): KubernetesApi {
  async function call(path: string, options: RequestInit = {}): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...options.headers };
    const signal = AbortSignal.timeout(answerMsMax);
    const response = await fetch(url + path, { ...options, headers, signal });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${options.method ?? 'GET'} ${path} answered ${response.status}`);
    return response.json();
  }

  return {
    async find(name) {
      for (const kind of kinds) {
        const body = await call(pathOf(name, kind));
        if (body === null) continue;
        const { metadata, spec } = autoscalerBody.parse(body);
        return { kind, fewest: spec[kind.field], annotations: metadata.annotations };
      }
      return null;
    },
    async setFewest(name, kind, replicas) {
      const path = `${pathOf(name, kind)}?fieldManager=${fieldManager}`;
      const answer = await call(path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ spec: { [kind.field]: replicas } }),
      });
      if (answer === null) throw new Error(`${path} is gone`);
    },
  };
}

function pathOf({ namespace, name }: AutoscalerName, { group, resource }: Kind): string {
  return `/apis/${group}/namespaces/${namespace}/${resource}/${name}`;
}
