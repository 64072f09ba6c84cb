import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chartsFolder } from '../../scripts/lib/charts/chart-files.ts';
import { serviceNames } from '../../scripts/lib/charts/service-settings.ts';

/** A chart with values that it must work with. */
export interface Scene {
  readonly title: string;
  /** Below `charts/`. */
  readonly chart: string;
  readonly release: string;
  readonly valuesFiles: readonly string[];
  readonly set: readonly string[];
}

export const namespace = 'sale';
/** The scene in which the umbrella brings its own stores. */
export const demoTitle = 'onsale, demo';

const umbrella = (name: string, set: readonly string[] = []): Scene => ({
  title: `onsale, ${name}${set.length > 0 ? ` with ${set.join(' ')}` : ''}`,
  chart: 'onsale',
  release: 'onsale',
  valuesFiles: [join(chartsFolder, 'onsale/examples', `${name}.yaml`)],
  set,
});

const alone = (service: string): Scene => ({
  title: `${service} alone`,
  chart: service,
  release: `autumn-${service}`,
  valuesFiles: [join(chartsFolder, service, 'tests/values/external.yaml')],
  set: [],
});

const examples = globSync('onsale/examples/*.yaml', { cwd: chartsFolder }).map((path) =>
  basename(path, '.yaml'),
);

export const scenes: readonly Scene[] = [
  ...examples.sort().map((name) => umbrella(name)),
  umbrella('demo', [
    'realtime.autoscaling.enabled=true',
    'seats-api.prescale.enabled=true',
    'demo.mysql.volumeSize=1Gi',
  ]),
  umbrella('demo', ['seats-api.serviceMonitor.enabled=true', 'global.otel.endpoint=http://collector:4318']),
  ...serviceNames.map(alone),
];
