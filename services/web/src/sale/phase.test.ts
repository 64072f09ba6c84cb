import { expect, it } from 'vitest';
import { phaseOf } from './phase.ts';

const sale = { onSaleAt: '2030-01-01T10:00:00.000Z', offSaleAt: '2030-01-02T10:00:00.000Z' };

it.each([
  ['2030-01-01T09:59:59.999Z', 'before'],
  ['2030-01-01T10:00:00.000Z', 'open'],
  ['2030-01-02T09:59:59.999Z', 'open'],
  ['2030-01-02T10:00:00.000Z', 'closed'],
])('at %s the sale is %s', (moment, phase) => {
  expect(phaseOf(sale, Date.parse(moment))).toBe(phase);
});

it('never closes without an end', () => {
  expect(phaseOf({ ...sale, offSaleAt: null }, Date.parse('2090-01-01T00:00:00Z'))).toBe('open');
});
