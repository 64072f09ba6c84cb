import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const rootFolder = resolve(import.meta.dirname, '../..');

export function readText(path: string): string {
  return readFileSync(join(rootFolder, path), 'utf8');
}

/** Something of YAML whose form the reader knows. */
export type Yaml = Readonly<Record<string, unknown>>;

/** The documents of a file. Throws for what is no YAML, and for keys that stand twice. */
export function readYaml(path: string): Yaml[] {
  return parseAllDocuments(readText(path), { uniqueKeys: true }).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    return document.toJS() as Yaml;
  });
}

/** The only document of a file. */
export function oneOf(path: string): Yaml {
  const [document, ...others] = readYaml(path);
  if (document === undefined || others.length > 0) throw new Error(`${path} has not exactly one document`);
  return document;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Every alert of k8s/prometheus/rules.yaml. */
export function readAlerts(): readonly Rule[] {
  const { groups } = oneOf('k8s/prometheus/rules.yaml').spec as {
    groups: readonly { rules: readonly Rule[] }[];
  };
  return groups.flatMap((group) => group.rules);
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

/** The panels of k8s/grafana/onsale.json, and the query behind its choice of namespaces. */
export function readDashboard(): {
  readonly panels: readonly Panel[];
  readonly variables: readonly string[];
} {
  const dashboard = JSON.parse(readText('k8s/grafana/onsale.json')) as {
    readonly panels: readonly Panel[];
    readonly templating: { readonly list: readonly { readonly name: string }[] };
  };
  return { panels: dashboard.panels, variables: dashboard.templating.list.map(({ name }) => name) };
}
