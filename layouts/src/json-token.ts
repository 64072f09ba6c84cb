/** A word of a JSON text (RFC 8259) and where it stands; `bad` for what is none, `end` after the last. */
interface JsonToken {
  readonly kind: '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'scalar' | 'end' | 'bad';
  readonly start: number;
  readonly end: number;
}

// Longer numbers are no numbers here: nobody writes them, and a bound keeps the match short.
const scalar = /(?:-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,400})?|true|false|null)/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** The token at or after a place, past blanks. */
export function nextToken(text: string, from: number): JsonToken {
  const start = afterBlanks(text, from);
  const character = text[start];
  switch (character) {
    case undefined:
      return { kind: 'end', start, end: start };
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case ',':
      return { kind: character, start, end: start + 1 };
    case '"':
      return stringAt(text, start);
    default:
      return scalarAt(text, start);
  }
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

function stringAt(text: string, start: number): JsonToken {
  let at = start + 1;
  for (let character = text[at]; character !== undefined; character = text[at]) {
    if (character === '"') return { kind: 'string', start, end: at + 1 };
    if (character < ' ') break;
    if (character !== '\\') at += 1;
    else {
      escaped.lastIndex = at;
      if (!escaped.test(text)) break;
      at = escaped.lastIndex;
    }
  }
  return { kind: 'bad', start, end: at };
}

function scalarAt(text: string, start: number): JsonToken {
  scalar.lastIndex = start;
  return { kind: scalar.test(text) ? 'scalar' : 'bad', start, end: scalar.lastIndex };
}
