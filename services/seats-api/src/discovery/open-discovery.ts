import { createRedisLoads } from '@onsale/bus-redis';
import type { EndpointSource } from '@onsale/node-address';
import type { Cluster } from '@onsale/node-address/kubernetes';
import { createLoadBoard } from '@onsale/node-address/loads';
import { ConfigError, type Logger, type Registry } from '@onsale/runtime';
import type { Discovery } from './discovery.ts';
import { registerDiscoveryMetrics } from './discovery-metrics.ts';

export interface DiscoveryParts {
  readonly redisUrl: string;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface OpenDiscovery {
  readonly source: EndpointSource;
  /** Asks nobody any more; the source keeps what it knew. */
  close(): Promise<void>;
}

/** How long a start waits for the first list, in milliseconds: then requests are answered without it. */
const firstListMsMax = 3_000;

/** The addresses that the API gives. Throws a {@link ConfigError} when there is no cluster to ask. */
export async function openDiscovery(discovery: Discovery, parts: DiscoveryParts): Promise<OpenDiscovery> {
  if (discovery.kind === 'fixed') return { source: discovery.source, async close() {} };
  // The Kubernetes client is large; only who asks a cluster pays for it.
  const kubernetes = await import('@onsale/node-address/kubernetes');
  const { logger, registry } = parts;
  const { offer, fallback, service } = discovery;
  const cluster = openCluster(kubernetes.openCluster);
  const namespace = discovery.namespace ?? cluster.namespace;
  const loads = createLoadBoard();
  const channel = createRedisLoads({ url: parts.redisUrl, onError: (message) => logger.warn(message) });
  channel.subscribe((report) => loads.take(report));
  const source = kubernetes.createKubernetesSource({
    resources: kubernetes.clusterResources(cluster, { namespace, service }),
    offer,
    loads,
    fallback,
    log: logger,
  });
  registerDiscoveryMetrics(registry, source);
  await source.firstList(firstListMsMax);
  return {
    source,
    async close() {
      source.close();
      await channel.close();
    },
  };
}

function openCluster(open: () => Cluster): Cluster {
  try {
    return open();
  } catch (error) {
    throw new ConfigError(
      `bad settings: REALTIME_DISCOVERY: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
