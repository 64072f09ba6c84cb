import { globSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { oneOf, readAlerts, readDashboard, readText, rootFolder } from './k8s-files.ts';
import { collectMetrics, type Metric, seriesOf } from './metrics-catalog.ts';
import { withTable } from './metrics-table.ts';
import { faultsOf } from './query-faults.ts';

let metrics: readonly Metric[];

beforeAll(async () => {
  metrics = await collectMetrics();
}, 60_000);

describe('METRICS.md', () => {
  it('has every metric that a service exposes, and no other', () => {
    const document = readText('k8s/METRICS.md');
    expect(document, 'run `pnpm metrics:docs`').toBe(withTable(document, metrics));
    expect(metrics.length).toBeGreaterThan(60);
  });
});

describe('labels', () => {
  /** What there is one of for each buyer, hold, seat or request would make a series for each. */
  const forbidden = [
    'buyer',
    'hold',
    'order',
    'seat',
    'section',
    'show',
    'id',
    'address',
    'ip',
    'path',
    'url',
  ];

  it('are few, and none of those that grow with the sale', () => {
    for (const { name, labels } of metrics) {
      expect({ name, labels: labels.filter((label) => forbidden.includes(label)) }).toEqual({
        name,
        labels: [],
      });
      if (name.startsWith('onsale_')) expect(labels.length).toBeLessThanOrEqual(3);
    }
  });

  it('leave to Prometheus what it names itself', () => {
    const taken = ['service', 'namespace', 'pod', 'instance', 'job', 'app', 'container', 'endpoint'];
    for (const { labels } of metrics) expect(labels.filter((label) => taken.includes(label))).toEqual([]);
  });
});

describe('names', () => {
  it('say their unit, or that they count', () => {
    for (const { name, type } of metrics.filter((metric) => metric.name.startsWith('onsale_'))) {
      if (type === 'counter') expect(name).toMatch(/_total$/);
      else expect(name).not.toMatch(/_total$|_ms$|_millis/);
      if (/_(?:duration|age|behind|oldest|tick|end)_/.test(name))
        expect(name).toMatch(/_(seconds|versions)$/);
    }
  });
});

describe('queries', () => {
  it('of each alert ask for what is there', () => {
    const alerts = readAlerts();
    expect(alerts.length).toBeGreaterThan(20);
    for (const { alert, expr } of alerts)
      expect({ alert, faults: faultsOf(expr, metrics) }).toEqual({ alert, faults: [] });
  });

  it('of each panel of the dashboard ask for what is there', () => {
    const queries = readDashboard().panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ title, expr })),
    );
    expect(queries.length).toBeGreaterThan(40);
    for (const { title, expr } of queries)
      expect({ title, faults: faultsOf(expr, metrics) }).toEqual({ title, faults: [] });
  });

  it('of the autoscaler’s adapter ask for what is there', () => {
    const { custom } = oneOf('k8s/prometheus-adapter.yaml').rules as {
      custom: readonly { seriesQuery: string }[];
    };
    for (const { seriesQuery } of custom) expect(faultsOf(seriesQuery, metrics)).toEqual([]);
  });

  it.each([
    [
      'a metric that is not there',
      'rate(onsale_nothing_total[5m])',
      'there is no metric onsale_nothing_total',
    ],
    ['a histogram by its bare name', 'onsale_batch_commands', 'there is no metric onsale_batch_commands'],
    ['a label that it lacks', 'onsale_bus_connected{show="a"}', 'onsale_bus_connected has no label show'],
    ['a label to group by', 'sum by (show) (onsale_bus_connected)', 'no series has the label show'],
    [
      'a code that is none',
      'onsale_refusals_total{code="BUZY"}',
      'onsale_refusals_total never has code="BUZY"',
    ],
    ['a service without it', 'onsale_bus_connected{app="web"}', 'onsale_bus_connected never has app="web"'],
    ['no sense', 'sum by (app', 'cannot be read at 11: '],
    ['nothing', '1 + 1', 'asks for no metric'],
  ])('are found out that ask for %s', (_, query, fault) => {
    expect(new Set(faultsOf(query, metrics))).toEqual(new Set([fault]));
  });
});

describe('documents and charts', () => {
  const files = globSync(['*.md', '{k8s,packages,charts}/**/*.{md,yaml,tpl}'], {
    cwd: rootFolder,
    exclude: ['**/node_modules/**', '**/__snapshot__/**'],
  });

  it('name no metric that is not there', () => {
    const known = new Set(metrics.flatMap((metric) => [metric.name, ...seriesOf(metric)]));
    const named = files.flatMap((file) =>
      [...readText(file).matchAll(/\b(?:onsale|sandbox|nodejs|process)_[a-z0-9_]*[a-z0-9]\b/g)].map(
        ([name]) => `${file}: ${name}`,
      ),
    );
    const areNames = named.filter((line) => !/onsale_(migrations|now|test)/.test(line));
    expect(areNames.length).toBeGreaterThan(100);
    expect(areNames.filter((line) => !known.has(line.split(': ')[1] ?? ''))).toEqual([]);
  });
});
