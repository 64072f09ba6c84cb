/** What a trial throws: the rule of SPEC.md that is broken, and what was seen. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
  readonly rule: string;

  constructor(rule: string, what: string, seen: unknown) {
    super(`[${rule}] ${what}: ${JSON.stringify(seen)}`);
    this.rule = rule;
  }
}

/** Deep equality of plain values, arrays and typed arrays; much cheaper than a matcher in a hot loop. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => same(field(a, key), field(b, key)));
}

function field(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
