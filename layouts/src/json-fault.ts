import { nextToken } from './json-token.ts';

/** What may stand at a place in a JSON text. */
type Expected =
  | 'a value'
  | 'a value or "]"'
  | 'a field or "}"'
  | 'a field'
  | '":"'
  | '"," or "]"'
  | '"," or "}"'
  | 'the end';

/**
 * Where a text stops being JSON and what should stand there: `line 3, column 14: expected a value`. Null for
 * JSON. The engine's own messages name no place for many faults, and differ from version to version.
 */
export function jsonFaultOf(text: string): string | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'a value';
  let at = 0;
  for (;;) {
    const token = nextToken(text, at);
    if (token.kind === 'end' && expected === 'the end') return null;
    const next = after(expected, token.kind, open);
    if (next === null) return faultAt(text, token.start, expected);
    expected = next;
    at = token.end;
  }
}

/** What may follow a token, or null where it may not stand. Keeps `open` up to date. */
function after(expected: Expected, token: string, open: ('{' | '[')[]): Expected | null {
  const isValueExpected = expected === 'a value' || expected === 'a value or "]"';
  const isFieldExpected = expected === 'a field' || expected === 'a field or "}"';
  switch (token) {
    case 'string':
      if (isFieldExpected) return '":"';
      return isValueExpected ? afterValue(open) : null;
    case 'scalar':
      return isValueExpected ? afterValue(open) : null;
    case '{':
    case '[':
      if (!isValueExpected) return null;
      open.push(token);
      return token === '{' ? 'a field or "}"' : 'a value or "]"';
    case '}':
    case ']':
      if (!expected.endsWith(`"${token}"`)) return null;
      open.pop();
      return afterValue(open);
    case ':':
      return expected === '":"' ? 'a value' : null;
    case ',':
      if (expected === '"," or "]"') return 'a value';
      return expected === '"," or "}"' ? 'a field' : null;
    default:
      return null;
  }
}

function afterValue(open: readonly string[]): Expected {
  const inside = open.at(-1);
  if (inside === undefined) return 'the end';
  return inside === '{' ? '"," or "}"' : '"," or "]"';
}

function faultAt(text: string, place: number, expected: Expected): string {
  const before = text.slice(0, place).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: expected ${expected}`;
}
