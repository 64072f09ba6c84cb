import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FaultList, faultsMax, parseShape, valuesMax } from './faults.ts';

describe('FaultList', () => {
  it('puts the root before each path', () => {
    const faults = new FaultList('layout');
    faults.add('sections[0].id', 'is taken');
    faults.add('[3]', 'is odd');
    faults.add('', 'is empty');
    expect(faults.toArray()).toEqual([
      'layout.sections[0].id: is taken',
      'layout[3]: is odd',
      'layout: is empty',
    ]);
  });

  it('lists at most faultsMax and counts the rest', () => {
    const faults = new FaultList('');
    for (let index = 0; index < faultsMax + 7; index += 1) faults.add(`x[${index}]`, 'is wrong');
    expect(faults.toArray()).toHaveLength(faultsMax + 1);
    expect(faults.toArray().at(-1)).toBe('and 7 more');
  });
});

describe('parseShape', () => {
  const schema = z.strictObject({ names: z.record(z.string().regex(/^[a-z]+$/, 'must be small'), z.int()) });

  it.each([
    ['another type', 12, ['file: Invalid input: expected object, received number']],
    ['a missing field', {}, ['names: is missing']],
    ['an unknown field', { names: {}, age: 1 }, ['age: is not a known field']],
    ['a bad key', { names: { 'A b': 1 } }, ['names["A b"]: must be small']],
    ['a long key', { names: { ['K'.repeat(90)]: 1 } }, [`names["${'K'.repeat(40)}…"]: must be small`]],
    ['an inherited name', JSON.parse('{"names":{},"__proto__":1}'), ['__proto__: is not a known field']],
  ])('says where %s is', (_what, value, faults) => {
    expect(parseShape(schema, value, '')).toEqual({ ok: false, faults });
  });

  it('refuses more values than any file needs before it looks at them', () => {
    const value = { names: Array.from({ length: valuesMax }, () => 'x') };
    expect(parseShape(schema, value, '')).toEqual({
      ok: false,
      faults: ['file: has more than 1500000 values'],
    });
  });

  it('refuses a value that contains itself', () => {
    const value: Record<string, unknown> = {};
    value.names = value;
    expect(parseShape(schema, value, '')).toMatchObject({ ok: false });
  });
});
