import { type Schema, schemaDefinitions } from './schema-definitions.ts';
import type { ValueBranch, ValueLeaf, ValueNode } from './value-tree.ts';

/** Which settings an operator may give a service by `env`, by the service's name. */
export type OpenSettings = (service: string) => readonly string[];

/** The schema of a values.yaml. No key is taken that it does not have: a typo ends the command. */
export function schemaOf(tree: ValueBranch, openSettings: OpenSettings): Schema {
  const { properties, ...rest } = branchSchema(tree, openSettings);
  return { ...rest, properties: { ...properties, common: libraryValues } };
}

/** Helm hands the global values to the library chart too. */
const libraryValues: Schema = {
  type: 'object',
  description: 'The library chart takes no values.',
  additionalProperties: false,
  properties: { global: { type: 'object' } },
};

/** As a file: with the definitions that it refers to. */
export function schemaText(schema: Schema, title: string): string {
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...schema,
    $defs: schemaDefinitions,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function nodeSchema(node: ValueNode, openSettings: OpenSettings): Schema {
  return node.kind === 'branch' ? branchSchema(node, openSettings) : leafSchema(node, openSettings);
}

interface BranchSchema extends Schema {
  readonly properties: Readonly<Record<string, Schema>>;
}

function branchSchema(branch: ValueBranch, openSettings: OpenSettings): BranchSchema {
  const properties = Object.fromEntries(
    [...branch.children].map(([key, child]) => [key, nodeSchema(child, openSettings)]),
  );
  // Helm carries the demo's mark from one chart into all others; nobody sets it.
  const marks = branch.path === 'global' ? { isDemo: { type: 'boolean' } } : {};
  return { type: 'object', additionalProperties: false, properties: { ...properties, ...marks } };
}

function leafSchema({ value, comment }: ValueLeaf, openSettings: OpenSettings): Schema {
  const said = { description: comment.text, default: value };
  if (comment.settingsOf !== undefined) {
    const setting = { type: ['string', 'number', 'boolean'] };
    const names = openSettings(comment.settingsOf);
    const properties = Object.fromEntries(names.map((name) => [name, setting]));
    return { ...said, type: 'object', additionalProperties: false, properties };
  }
  return { ...said, ...('$ref' in comment.schema ? {} : { type: typeOf(value) }), ...comment.schema };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
