import { type Metric, seriesOf } from './metrics-catalog.ts';
import { readQuery, type Selector } from './promql.ts';

/** Labels that Prometheus and its operator add to every series that they scrape. */
const targetLabels: readonly string[] = ['namespace', 'pod', 'instance', 'job'];
/** The default label of every registry. */
const ownLabel = 'app';

/** What a query asks for that no service exposes, and what is no query at all; empty for a sound one. */
export function faultsOf(text: string, metrics: readonly Metric[]): string[] {
  const { selectors, groupings, faults } = readQuery(text);
  if (faults.length > 0) return faults.map((fault) => `cannot be read ${fault}`);
  if (selectors.length === 0) return ['asks for no metric'];
  const found = selectors.map((selector) => ({ selector, metric: metricOf(selector, metrics) }));
  const labels = new Set(found.flatMap(({ selector, metric }) => labelsOf(selector, metric)));
  return [
    ...found.flatMap(({ selector, metric }) => selectorFaults(selector, metric)),
    ...groupings.filter((label) => !labels.has(label)).map((label) => `no series has the label ${label}`),
  ];
}

function metricOf({ metric }: Selector, metrics: readonly Metric[]): Metric | undefined {
  return metrics.find((candidate) => seriesOf(candidate).includes(metric));
}

function labelsOf({ metric: series }: Selector, metric: Metric | undefined): string[] {
  const buckets = series.endsWith('_bucket') ? ['le'] : [];
  return [...targetLabels, ownLabel, ...(metric?.labels ?? []), ...buckets];
}

function selectorFaults(selector: Selector, metric: Metric | undefined): string[] {
  if (metric === undefined) return [`there is no metric ${selector.metric}`];
  const labels = labelsOf(selector, metric);
  return selector.matchers.flatMap(({ label, operator, value }) => {
    if (!labels.includes(label)) return [`${selector.metric} has no label ${label}`];
    const values = label === ownLabel ? new Set<string>(metric.services) : metric.values.get(label);
    const isKnown =
      values === undefined || value.startsWith('$') || [...values].some(matches(operator, value));
    return isKnown ? [] : [`${selector.metric} never has ${label}="${value}"`];
  });
}

/** A matcher that no value fits is a slip of the pen; one that excludes fits whatever it leaves. */
function matches(operator: string, value: string): (candidate: string) => boolean {
  if (operator === '=') return (candidate) => candidate === value;
  if (operator === '=~') return (candidate) => new RegExp(`^(?:${value})$`).test(candidate);
  return () => true;
}
