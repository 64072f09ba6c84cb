import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFaultOf } from './json-fault.ts';

describe('jsonFaultOf', () => {
  it.each([
    ['', 'line 1, column 1: expected a value'],
    ['{"a": 1,\n  "b": 2,\n}', 'line 3, column 1: expected a field'],
    ['{"a" 1}', 'line 1, column 6: expected ":"'],
    ['{"a": }', 'line 1, column 7: expected a value'],
    ['{a: 1}', 'line 1, column 2: expected a field or "}"'],
    ['[1, 2', 'line 1, column 6: expected "," or "]"'],
    ['[1 2]', 'line 1, column 4: expected "," or "]"'],
    ['[', 'line 1, column 2: expected a value or "]"'],
    ['{"a": [1}', 'line 1, column 9: expected "," or "]"'],
    ['{"a": 1]', 'line 1, column 8: expected "," or "}"'],
    ['{} {}', 'line 1, column 4: expected the end'],
    ["{'a': 1}", 'line 1, column 2: expected a field or "}"'],
    ['[01]', 'line 1, column 3: expected "," or "]"'],
    ['[+1]', 'line 1, column 2: expected a value or "]"'],
    ['["a\nb"]', 'line 1, column 2: expected a value or "]"'],
    ['["\\x41"]', 'line 1, column 2: expected a value or "]"'],
    ['[tru]', 'line 1, column 2: expected a value or "]"'],
    ['[1]\r\n// done', 'line 2, column 1: expected the end'],
  ])('finds the place in %j', (text, fault) => {
    expect(jsonFaultOf(text)).toBe(fault);
  });

  it('agrees with JSON.parse on every text, whole or with a piece cut out or put in', () => {
    const json = fc.json({ maxDepth: 4 });
    const piece = fc.oneof(fc.constantFrom(...'{}[]:,"\\ \n0-.e\u0000\u0085'), fc.string({ maxLength: 3 }));
    const broken = fc.tuple(json, fc.nat(), fc.nat({ max: 3 }), piece).map(([text, place, length, put]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + length);
    });
    fc.assert(
      fc.property(fc.oneof(json, broken), (text) => {
        expect(jsonFaultOf(text) === null).toBe(isJson(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads a long broken text once, not again and again', () => {
    expect(jsonFaultOf(`["${'a'.repeat(5_000_000)}`)).toBe('line 1, column 2: expected a value or "]"');
    expect(jsonFaultOf('['.repeat(1_000_000))).toBe('line 1, column 1000001: expected a value or "]"');
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
