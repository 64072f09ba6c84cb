import { parse } from 'yaml';
import { readComments, type ValueComment } from './value-comments.ts';

/** A value that is set as a whole. */
export interface ValueLeaf {
  readonly kind: 'leaf';
  readonly path: string;
  readonly value: unknown;
  readonly comment: ValueComment;
}

/** A map whose keys are values of their own. */
export interface ValueBranch {
  readonly kind: 'branch';
  readonly path: string;
  readonly children: ReadonlyMap<string, ValueNode>;
}

export type ValueNode = ValueLeaf | ValueBranch;

/** Reads a values.yaml. Fails with a sentence for a value that nothing is said of. */
export function readValueTree(text: string): ValueBranch {
  const values: unknown = parse(text);
  if (!isMap(values)) throw new Error('The values are no map.');
  return branchOf('', values, readComments(text));
}

function branchOf(
  path: string,
  values: Readonly<Record<string, unknown>>,
  comments: ReadonlyMap<string, ValueComment>,
): ValueBranch {
  const children = Object.entries(values).map(([key, value]): [string, ValueNode] => {
    const childPath = path === '' ? key : `${path}.${key}`;
    return [key, nodeOf(childPath, value, comments)];
  });
  return { kind: 'branch', path, children: new Map(children) };
}

function nodeOf(path: string, value: unknown, comments: ReadonlyMap<string, ValueComment>): ValueNode {
  const comment = comments.get(path);
  // A map with a schema of its own, such as labels, is one value.
  const isWhole = comment !== undefined && ('$ref' in comment.schema || comment.settingsOf !== undefined);
  if (isMap(value) && !isWhole) return branchOf(path, value, comments);
  if (comment === undefined || comment.text === '') throw new Error(`Nothing is said of the value ${path}.`);
  return { kind: 'leaf', path, value, comment };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
