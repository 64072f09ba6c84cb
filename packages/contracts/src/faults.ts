import type { z } from 'zod';

/** The most faults that one answer lists; the rest are counted. */
export const faultsMax = 100;

/**
 * The most values (fields, items, the whole itself) that a file may have. The largest allowed layout has a
 * million; without this bound, a file of a few megabytes could make the shape check write millions of faults.
 */
export const valuesMax = 1_500_000;

/** What keeps a file from use, each fault with its path: `sections[2].rows[0].x: …`. */
export interface Faulty {
  readonly ok: false;
  readonly faults: readonly string[];
}

/** Collects faults in bounded space. Paths are below `root`, the path of what is checked in its file. */
export class FaultList {
  readonly #root: string;
  readonly #faults: string[] = [];
  #count = 0;

  constructor(root: string) {
    this.#root = root;
  }

  add(path: string, says: string): void {
    this.#count += 1;
    if (this.#faults.length < faultsMax)
      this.#faults.push(`${joinPaths(this.#root, path) || 'file'}: ${says}`);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** At most {@link faultsMax} faults, then how many more there are. */
  toArray(): string[] {
    const unlisted = this.#count - this.#faults.length;
    return unlisted === 0 ? [...this.#faults] : [...this.#faults, `and ${unlisted} more`];
  }

  toFaulty(): Faulty {
    return { ok: false, faults: this.toArray() };
  }
}

/** A path as one would write it in JavaScript: `sections[2].name.ko`. */
function pathOf(keys: readonly PropertyKey[]): string {
  let path = '';
  for (const key of keys) path = joinPaths(path, segmentOf(key));
  return path;
}

function joinPaths(path: string, below: string): string {
  const dot = path === '' || below === '' || below.startsWith('[') ? '' : '.';
  return `${path}${dot}${below}`;
}

function segmentOf(key: PropertyKey): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = String(key);
  if (/^[A-Za-z_$][\w$-]{0,63}$/.test(name)) return name;
  return `[${JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)}]`;
}

/** Checks a value from outside against a schema. Never throws for plain data. */
export function parseShape<T>(
  schema: z.ZodType<T>,
  value: unknown,
  root: string,
): { readonly ok: true; readonly value: T } | Faulty {
  const faults = new FaultList(root);
  if (hasTooManyValues(value)) {
    faults.add('', `has more than ${valuesMax} values`);
    return faults.toFaulty();
  }
  const result = schema.safeParse(value, { error: sayMissing });
  if (result.success) return { ok: true, value: result.data };
  for (const issue of result.error.issues) addIssue(faults, issue);
  return faults.toFaulty();
}

function sayMissing(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : undefined;
}

function addIssue(faults: FaultList, issue: z.core.$ZodIssue): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) faults.add(pathOf([...issue.path, key]), 'is not a known field');
    return;
  }
  const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
  faults.add(pathOf(issue.path), (inner ?? issue).message);
}

/** Counts without recursion, so that neither deep nor cyclic values can hurt. */
function hasTooManyValues(value: unknown): boolean {
  const open: unknown[] = [value];
  let count = 1;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner: unknown[] = Object.values(next);
    count += inner.length;
    if (count > valuesMax) return true;
    for (const item of inner) if (typeof item === 'object') open.push(item);
  }
  return false;
}
