import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCodes } from '@onsale/domain';
import type { Registry } from '@onsale/runtime';
import { createSelfSigned } from '@onsale/runtime/testing';
import { composeService, type ServiceName, serviceNames } from './composed.ts';

/** A metric as the services really register it. */
export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly services: readonly ServiceName[];
  /** Values of a label that are known beforehand; absent for a label whose values only use shows. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What prom-client keeps of each metric; its types leave the labels out. */
interface Registered {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** Every metric of every service, from registries that their own `compose` filled. */
export async function collectMetrics(): Promise<readonly Metric[]> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-metrics-'));
  try {
    return await collectIn(await everythingIn(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Settings = Partial<Record<ServiceName, Readonly<Record<string, string>>>>;

/** Settings that make each service register everything that it can: a cluster to ask, a certificate to tell of. */
async function everythingIn(folder: string): Promise<Settings> {
  const [kubeConfig, cert, key] = ['kubeconfig', 'tls.crt', 'tls.key'].map((name) => join(folder, name));
  const pair = createSelfSigned();
  await writeFile(cert ?? '', pair.cert);
  await writeFile(key ?? '', pair.key);
  await writeFile(kubeConfig ?? '', JSON.stringify(nobodysCluster));
  process.env.KUBECONFIG = kubeConfig;
  return {
    'seats-api': {
      REALTIME_DISCOVERY: 'kubernetes',
      REALTIME_EXPOSURE: 'nodePort',
      REALTIME_SERVICE: 'realtime',
      REALTIME_PORT: '30443',
      REALTIME_ENDPOINTS: '',
    },
    realtime: { TLS_CERT_FILE: cert ?? '', TLS_KEY_FILE: key ?? '' },
  };
}

const nobodysCluster = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'nobody',
  clusters: [{ name: 'nobody', cluster: { server: 'http://127.0.0.1:1' } }],
  users: [{ name: 'nobody', user: {} }],
  contexts: [{ name: 'nobody', context: { cluster: 'nobody', user: 'nobody' } }],
};

async function collectIn(settings: Settings): Promise<readonly Metric[]> {
  const byName = new Map<string, Metric>();
  for (const service of serviceNames) {
    const { registry, takeApart } = await composeService(service, settings[service]);
    const values = await valuesIn(registry);
    for (const { name, type, help, labelNames } of registeredIn(registry)) {
      const known = byName.get(name);
      if (known !== undefined && known.labels.join() !== labelNames.join())
        throw new Error(`${name} has other labels in ${service} than elsewhere`);
      const services = [...(known?.services ?? []), service];
      byName.set(name, {
        name,
        type,
        help,
        labels: labelNames,
        services,
        values: values.get(name) ?? new Map(),
      });
    }
    await takeApart();
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The values that labels have before anything has happened, by metric; and the codes, of which there is one list. */
async function valuesIn(registry: Registry): Promise<Map<string, Map<string, Set<string>>>> {
  const known = new Map<string, Map<string, Set<string>>>();
  for (const { name, values } of await registry.getMetricsAsJSON()) {
    const ofMetric = new Map<string, Set<string>>();
    for (const { labels } of values)
      for (const [label, value] of Object.entries(labels))
        ofMetric.set(label, (ofMetric.get(label) ?? new Set()).add(String(value)));
    if (name === 'onsale_realtime_commands_total') ofMetric.set('code', new Set(['OK', ...errorCodes]));
    known.set(name, ofMetric);
  }
  return known;
}

function registeredIn(registry: Registry): readonly Registered[] {
  return registry.getMetricsAsArray() as unknown as readonly Registered[];
}

/** The names under which Prometheus knows a metric's series. */
export function seriesOf({ name, type }: Metric): readonly string[] {
  if (type === 'histogram') return ['_bucket', '_sum', '_count'].map((suffix) => name + suffix);
  return [name];
}
