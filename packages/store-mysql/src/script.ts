/** Statements that travel together as one packet, with their values in order. */
export interface Script {
  add(sql: string, ...values: readonly unknown[]): void;
  readonly length: number;
  readonly sql: string;
  readonly values: readonly unknown[];
}

export function createScript(): Script {
  const statements: string[] = [];
  const values: unknown[] = [];
  return {
    add(sql, ...more) {
      statements.push(sql);
      values.push(...more);
    },
    get length() {
      return statements.length;
    },
    get sql() {
      return statements.join(';\n');
    },
    values,
  };
}

/** `IN ()` is no SQL; `IN (NULL)` matches nothing. */
export function orNone<T>(list: readonly T[]): readonly (T | null)[] {
  return list.length === 0 ? [null] : list;
}
