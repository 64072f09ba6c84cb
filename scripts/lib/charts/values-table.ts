import type { ValueLeaf, ValueNode } from './value-tree.ts';

/** The values below a node as a Markdown table, each with what is said of it. */
export function tableOf(node: ValueNode): string {
  const rows = leavesOf(node).map(
    ({ path, value, comment }) =>
      `| \`${path}\` | ${comment.text.replaceAll('|', '\\|')} | \`${shown(value)}\` |`,
  );
  return ['| value | meaning | default |', '| --- | --- | --- |', ...rows].join('\n');
}

function leavesOf(node: ValueNode): ValueLeaf[] {
  return node.kind === 'leaf' ? [node] : [...node.children.values()].flatMap(leavesOf);
}

function shown(value: unknown): string {
  return JSON.stringify(value).replaceAll('|', '\\|');
}

const end = '<!-- end -->';

/** Puts a text between `<!-- values: name -->` and `<!-- end -->`. Fails with a sentence where there is no such place. */
export function putBetweenMarks(document: string, name: string, text: string): string {
  const begin = `<!-- values: ${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`There is no place for the values "${name}": ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
