import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, type Registry };

/**
 * A registry with the process's own figures, event-loop lag among them. Every series names its service as `app`: a
 * Prometheus operator takes the label `service` for its own.
 */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app: service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
