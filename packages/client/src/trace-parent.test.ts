import { expect, it } from 'vitest';
import { newId } from './ids.ts';
import { traceParentOf } from './trace-parent.ts';

it('has the hold’s id for its trace, and another span each time', () => {
  const id = newId(Date.UTC(2031, 0, 1));
  const [first, second] = [traceParentOf(id), traceParentOf(id.toUpperCase())];
  expect(first).toMatch(new RegExp(`^00-${id.replaceAll('-', '')}-[89a-f][0-9a-f]{15}-00$`));
  expect(second?.slice(0, 35)).toBe(first?.slice(0, 35));
  expect(second).not.toBe(first);
});

it.each(['h', '', '00000000-0000-0000-0000-000000000000', 'x'.repeat(32), '1'.repeat(33)])(
  'is none for %j',
  (hold) => {
    expect(traceParentOf(hold)).toBeNull();
  },
);
