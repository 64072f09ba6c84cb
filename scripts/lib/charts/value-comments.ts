import { parse } from 'yaml';

/** What stands above a key of a values.yaml. */
export interface ValueComment {
  /** Sentences for people. */
  readonly text: string;
  /** What `@schema` says: laid over the schema that follows from the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The service whose settings the keys of this map are, as `@settings` says. */
  readonly settingsOf: string | undefined;
}

const indentWidth = 2;
const keyLine = /^( *)([A-Za-z][\w-]*|'[^']+'):(?: |$)/;

/** The comments of a values file by the paths of their keys, `global.page.host`. Only lines directly above a key count. */
export function readComments(text: string): Map<string, ValueComment> {
  const comments = new Map<string, ValueComment>();
  const path: string[] = [];
  let above: string[] = [];
  for (const line of text.split('\n')) {
    const comment = /^ *# ?(.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      above.push(comment);
      continue;
    }
    const [, indent, key] = keyLine.exec(line) ?? [];
    if (indent !== undefined && key !== undefined) {
      path.splice(indent.length / indentWidth, path.length, key.replaceAll("'", ''));
      if (above.length > 0) comments.set(path.join('.'), readComment(above));
    }
    above = [];
  }
  return comments;
}

function readComment(lines: readonly string[]): ValueComment {
  const after = (tag: string) => lines.find((line) => line.startsWith(`@${tag} `))?.slice(tag.length + 2);
  const schema: unknown = parse(after('schema') ?? '{}');
  if (typeof schema !== 'object' || schema === null) throw new Error(`@schema is no map: ${lines.join(' ')}`);
  return {
    text: lines.filter((line) => !line.startsWith('@')).join(' '),
    schema: { ...schema },
    settingsOf: after('settings'),
  };
}
