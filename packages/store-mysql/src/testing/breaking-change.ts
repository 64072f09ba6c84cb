/** A statement that the version before its migration cannot work on with, and why. */
export interface BreakingChange {
  readonly statement: string;
  readonly reason: string;
}

/** What a statement of a migration may not do, as long as code runs that was written before it. */
const rules: readonly (readonly [pattern: RegExp, reason: string])[] = [
  // Also an index: a query that forces one fails without it.
  [/^DROP |^ALTER TABLE .*\bDROP\b/, 'drops something that older code may use'],
  [/^RENAME |^ALTER TABLE .*\bRENAME\b/, 'renames something that older code uses by its old name'],
  [/^ALTER TABLE .*\b(?:MODIFY|CHANGE|ALTER COLUMN)\b/, 'changes a column under code that writes it'],
  [
    /^ALTER TABLE .*\bADD (?:CONSTRAINT|UNIQUE|FOREIGN|CHECK|PRIMARY)\b/,
    'refuses rows that older code writes',
  ],
  [/^CREATE UNIQUE INDEX /, 'refuses rows that older code writes'],
  [/^(?:DELETE|TRUNCATE)\b/, 'removes rows that older code may read'],
];

/** Says on purpose that nothing uses any more what the statement takes away: `-- contract since 0.4.0: why`. */
const contractMark = /^-- contract since (\d+)\.(\d+)\.(\d+): \S/m;

/**
 * What in a migration breaks pods that still run the version before it. A statement may take something away when it
 * says since which version nothing uses it, and that version was released before this one.
 */
export function breakingChanges(migration: string, version: string): BreakingChange[] {
  return migration.split('--> statement-breakpoint').flatMap((text) => {
    if (isContract(text, version)) return [];
    const statement = bareStatement(text);
    const reason = rules.find(([pattern]) => pattern.test(statement))?.[1] ?? reasonOfAdded(statement);
    return reason === null ? [] : [{ statement: text.trim(), reason }];
  });
}

function isContract(text: string, version: string): boolean {
  const since = contractMark.exec(text)?.slice(1).map(Number);
  return since !== undefined && isBefore(since, version.split('.').map(Number));
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing !== -1 && (one[differing] ?? 0) < (other[differing] ?? 0);
}

/** In upper case and on one line, without comments, names and texts, any of which may read like a keyword. */
function bareStatement(text: string): string {
  return text
    .replaceAll(/^\s*(?:--|#).*$/gm, '')
    .replaceAll(/'(?:[^'\\]|\\.|'')*'/g, "''")
    .replaceAll(/`[^`]*`/g, 'name')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toUpperCase();
}

/** Older code inserts rows without the columns that it does not know. */
function reasonOfAdded(statement: string): string | null {
  if (!statement.startsWith('ALTER TABLE ')) return null;
  const added = statement.split(/\bADD\b/).slice(1);
  const isDemanded = added.some(
    (column) => /\bNOT NULL\b/.test(column) && !/\bDEFAULT\b|\bAS\b/.test(column),
  );
  return isDemanded ? 'adds a column that must be filled to tables that older code inserts into' : null;
}
