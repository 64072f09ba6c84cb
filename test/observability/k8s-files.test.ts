import { existsSync, globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oneOf, type Panel, readAlerts, readDashboard, readText, readYaml, rootFolder } from './k8s-files.ts';

/** What each file of k8s/ is for the program that reads it: kinds for Kubernetes and its like. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'k8s/aws/elasticache.yaml': ['AWSTemplateFormatVersion 2010-09-09'],
  'k8s/aws/network.yaml': ['AWSTemplateFormatVersion 2010-09-09'],
  'k8s/aws/rds.yaml': ['AWSTemplateFormatVersion 2010-09-09'],
  'k8s/cert-manager/certificate.yaml': ['cert-manager.io/v1 ClusterIssuer', 'cert-manager.io/v1 Certificate'],
  'k8s/cert-manager/values.yaml': ['values'],
  'k8s/eks/cluster.yaml': ['eksctl.io/v1alpha5 ClusterConfig'],
  'k8s/external-dns/values.yaml': ['values'],
  'k8s/grafana/kustomization.yaml': ['kustomize.config.k8s.io/v1beta1 Kustomization'],
  'k8s/import-shows.yaml': ['batch/v1 Job'],
  'k8s/karpenter/nodes.yaml': [
    'karpenter.k8s.aws/v1 EC2NodeClass',
    'karpenter.sh/v1 NodePool',
    'karpenter.k8s.aws/v1 EC2NodeClass',
    'karpenter.sh/v1 NodePool',
  ],
  'k8s/kind/cluster.yaml': ['kind.x-k8s.io/v1alpha4 Cluster'],
  'k8s/kind/values.yaml': ['values'],
  'k8s/prometheus-adapter.yaml': ['values'],
  'k8s/prometheus/rules.yaml': ['monitoring.coreos.com/v1 PrometheusRule'],
};

const filesOf = (pattern: string) => globSync(pattern, { cwd: rootFolder }).sort();

describe('the files of k8s/', () => {
  it('are each YAML of the kinds that are known', () => {
    const found = filesOf('k8s/**/*.yaml').map((path): [string, string[]] => [
      path,
      readYaml(path).map((document) => {
        const version = document.AWSTemplateFormatVersion;
        if (version !== undefined) return `AWSTemplateFormatVersion ${version}`;
        return document.kind === undefined ? 'values' : `${document.apiVersion} ${document.kind}`;
      }),
    ]);
    expect(Object.fromEntries(found)).toEqual(kinds);
  });

  it('are each listed in its README', () => {
    const readme = readText('k8s/README.md');
    for (const path of filesOf('k8s/**/*.{yaml,md}'))
      if (path !== 'k8s/README.md' && path !== 'k8s/grafana/kustomization.yaml')
        expect(readme).toContain(`(${path.replace('k8s/', '')})`);
  });

  it('lead nowhere that is not there', () => {
    for (const path of ['k8s/README.md', 'k8s/RUNBOOK.md', 'k8s/METRICS.md'])
      for (const [, target = ''] of readText(path).matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = '', anchor] = target.split('#');
        const aim = file === '' ? path : normalize(join(dirname(path), file));
        expect({ path, target, exists: existsSync(join(rootFolder, aim)) }).toMatchObject({ exists: true });
        if (anchor !== undefined)
          expect({ path, target, anchors: anchorsOf(aim) }).toSatisfy(hasAnchor(anchor));
      }
  });
});

const hasAnchor = (anchor: string) => (found: { anchors: readonly string[] }) =>
  found.anchors.includes(anchor);

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [...readText(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('an alert', () => {
  const alerts = readAlerts();
  const [, sections = ''] = readText('k8s/RUNBOOK.md').split('\n## Alerts\n');
  const headings = [...sections.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);

  it('has its section in the runbook, and each section its alert', () => {
    expect([...headings].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
    expect(new Set(headings).size).toBe(headings.length);
  });

  it('leads there, says who gets up for it, and what is wrong in a sentence', () => {
    for (const { alert, labels, annotations } of alerts) {
      expect(annotations).toEqual({
        summary: expect.stringMatching(/^[A-Z{].{10,}\.$/),
        runbook_url: `RUNBOOK.md#${alert.toLowerCase()}`,
      });
      expect(['critical', 'warning']).toContain(labels.severity);
    }
  });
});

describe('the dashboard', () => {
  const { panels, variables } = readDashboard();

  it('has panels that each say what they show, and none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, type, description } of panels)
      if (type !== 'row')
        expect({ title, description }).toEqual({ title, description: expect.stringMatching(/\.$/) });
    const overlapping = panels.flatMap((one, index) =>
      panels.slice(index + 1).filter((other) => overlap(one, other)),
    );
    expect(overlapping.map(({ title }) => title)).toEqual([]);
  });

  it('uses no variable that it lacks', () => {
    const used = [...JSON.stringify(panels).matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(variables));
  });

  function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  }
});

describe('the names in the runbook', () => {
  const runbook = readText('k8s/RUNBOOK.md');

  it('of charts’ values are values of a chart', () => {
    const named = [...runbook.matchAll(/`((?:global|realtime|seats-api|web|demo)(?:\.[A-Za-z]+)+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !isValue(path))).toEqual([]);
  });

  it('of values that a line sets are values of the umbrella', () => {
    const set = [...runbook.matchAll(/--set (global[^\s=]+)=/g)].map(([, path = '']) => path);
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((path) => !isValue(path))).toEqual([]);
  });

  it('of settings are settings of a service', () => {
    const sources = filesOf('{packages,services}/*/{src,server}/**/*settings.ts').concat(
      'packages/runtime/src/config.ts',
    );
    const known = new Set(
      sources.flatMap((path) =>
        [...readText(path).matchAll(/^\s*([A-Z][A-Z\d_]+):/gm)].map(([, name]) => name),
      ),
    );
    const codes = /^(UNKNOWN|UNAVAILABLE|INTERNAL|BUSY|SEAT_TAKEN|RATE_LIMITED)$/;
    const named = [...runbook.matchAll(/`([A-Z][A-Z\d]*_[A-Z\d_]+)(?:: "[a-z]+")?`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.has(name) && !codes.test(name))).toEqual([]);
  });

  it('of Secrets are those of the example, each made in a line', () => {
    const example = readText('charts/onsale/examples/eks-production.yaml');
    const wanted = [...example.matchAll(/existingSecret: ([\w-]+)/g)].map(([, name]) => name);
    const made = [...runbook.matchAll(/create secret generic ([\w-]+)/g)].map(([, name]) => name);
    const certificate = readYaml('k8s/cert-manager/certificate.yaml')[1]?.spec as { secretName: string };
    expect(new Set([...made, certificate.secretName])).toEqual(new Set(wanted));
  });
});

/** Whether a path leads to a value of the umbrella, or of the chart that it begins with. */
function isValue(path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  const umbrella = oneOf('charts/onsale/values.yaml');
  if (first === 'global' || first === 'demo') return has(umbrella, [first, ...rest]);
  return has(oneOf(`charts/${first}/values.yaml`), rest);
}

function has(tree: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return typeof tree === 'object' && tree !== null && key in tree && has((tree as never)[key], rest);
}
