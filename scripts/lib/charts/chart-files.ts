import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from '../test-steps.ts';
import type { Schema } from './schema-definitions.ts';
import { isServiceName, type ServiceName, serviceNames, settingNames } from './service-settings.ts';
import { readValueTree, type ValueBranch, type ValueNode } from './value-tree.ts';
import { schemaOf, schemaText } from './values-schema.ts';
import { putBetweenMarks, tableOf } from './values-table.ts';

export const chartsFolder = join(rootFolder, 'charts');
const demoFolder = 'onsale/charts/demo';

/** A file that is made, or partly made, from others. */
export interface MadeFile {
  /** Below `charts/`. */
  readonly path: string;
  readonly text: string;
}

/** Every file of the charts that follows from comments in values.yaml, as it should be. */
export function makeChartFiles(): MadeFile[] {
  const globalBlock = read('common/global-values.yaml');
  const values = new Map(
    [...serviceNames, 'onsale', demoFolder].map((chart) => [chart, withGlobal(chart, globalBlock)]),
  );
  const trees = new Map([...values].map(([chart, text]) => [chart, readTree(chart, text)]));
  const schemas = new Map([...trees].map(([chart, tree]) => [chart, schemaOf(tree, openSettings)]));
  schemas.set('onsale', umbrellaSchema(schemas));
  return [
    ...[...values].map(([chart, text]) => ({ path: `${chart}/values.yaml`, text })),
    ...[...schemas].map(([chart, schema]) => ({
      path: `${chart}/values.schema.json`,
      text: schemaText(schema, `Values of the chart ${chart.replace(/.*\//, '')}`),
    })),
    ...serviceNames.map((chart) => serviceReadme(chart, entryOf(trees, chart))),
    umbrellaReadme(entryOf(trees, 'onsale'), entryOf(trees, demoFolder)),
  ];
}

/** The values of a chart with the block that all have in common, which is its last. */
function withGlobal(chart: string, globalBlock: string): string {
  const own = read(`${chart}/values.yaml`);
  const from = own.indexOf(globalBlock.slice(0, globalBlock.indexOf('\n')));
  if (from < 0) throw new Error(`${chart}/values.yaml has no place for common/global-values.yaml.`);
  return own.slice(0, from) + globalBlock;
}

function readTree(chart: string, text: string): ValueBranch {
  try {
    return readValueTree(text);
  } catch (error) {
    throw new Error(`${chart}/values.yaml: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The settings of a service that its chart leaves to `env`. */
function openSettings(service: string): string[] {
  if (!isServiceName(service)) throw new Error(`There is no service ${service}.`);
  const templates = globSync([`${service}/templates/_facts.tpl`, 'common/templates/*.tpl'], {
    cwd: chartsFolder,
  })
    .map(read)
    .join('\n');
  const isSetByChart = (name: string) => new RegExp(`(name: |"name" ")${name}\\b`).test(templates);
  return settingNames(service).filter((name) => !isSetByChart(name));
}

/** The umbrella takes the values of every chart below it, under that chart's name. */
function umbrellaSchema(schemas: ReadonlyMap<string, Schema>): Schema {
  const own = entryOf(schemas, 'onsale');
  const below = ([...serviceNames, demoFolder] as const).map((chart): [string, Schema] => {
    const schema = entryOf(schemas, chart);
    const global = { $ref: '#/properties/global' };
    return [chart.replace(/.*\//, ''), { ...schema, properties: { ...propertiesOf(schema), global } }];
  });
  return { ...own, properties: { ...propertiesOf(own), ...Object.fromEntries(below) } };
}

function propertiesOf(schema: Schema): object {
  return typeof schema.properties === 'object' && schema.properties !== null ? schema.properties : {};
}

function serviceReadme(chart: ServiceName, tree: ValueBranch): MadeFile {
  const path = `${chart}/README.md`;
  return { path, text: putBetweenMarks(read(path), 'own', tableOf(withoutChild(tree, 'global'))) };
}

function umbrellaReadme(tree: ValueBranch, demo: ValueBranch): MadeFile {
  const path = 'onsale/README.md';
  const shown = withoutChild(withoutChild(withoutChild(demo, 'global'), 'marks'), 'enabled');
  const demoTable = tableOf(entryOf(tree.children, 'demo'));
  const demoRows = tableOf(shown)
    .split('\n')
    .slice(2)
    .map((row) => row.replace('| `', '| `demo.'));
  const withDemo = putBetweenMarks(read(path), 'demo', [demoTable, ...demoRows].join('\n'));
  return { path, text: putBetweenMarks(withDemo, 'global', tableOf(entryOf(tree.children, 'global'))) };
}

function withoutChild(tree: ValueBranch, name: string): ValueBranch {
  const children = [...tree.children].filter(([key]) => key !== name);
  return { ...tree, children: new Map<string, ValueNode>(children) };
}

function read(path: string): string {
  return readFileSync(join(chartsFolder, path), 'utf8');
}

function entryOf<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`There is no ${key}.`);
  return value;
}
