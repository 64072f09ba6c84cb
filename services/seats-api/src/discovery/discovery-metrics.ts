import type { KubernetesSource } from '@onsale/node-address/kubernetes';
import { Gauge, type Registry } from '@onsale/runtime';

/** What discovery tells of itself. */
export function registerDiscoveryMetrics(
  registry: Registry,
  source: Pick<KubernetesSource, 'figures'>,
): void {
  const registers = [registry];
  new Gauge({
    name: 'onsale_discovery_age_seconds',
    help: 'How long ago the list of node addresses was in step with the Kubernetes API; 0 while it is.',
    registers,
    collect() {
      this.set(source.figures().ageMs / 1_000);
    },
  });
  new Gauge({
    name: 'onsale_discovery_endpoints',
    help: 'Node addresses that buyers are sent to, without the fallback.',
    registers,
    collect() {
      this.set(source.figures().endpoints);
    },
  });
  new Gauge({
    name: 'onsale_discovery_left_out',
    help: 'Realtime pods that buyers are not sent to, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of source.figures().leftOut) this.set({ reason }, count);
    },
  });
}
