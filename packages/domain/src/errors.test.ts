import { expect, it } from 'vitest';
import { errorCodes, InvariantBroken, OutcomeUnknown, StoreUnavailable } from './errors.ts';

it('[A1] lists each code once', () => {
  expect(new Set(errorCodes).size).toBe(errorCodes.length);
});

it('names its errors, so that they can be told apart across packages', () => {
  const cause = new Error('socket');
  const errors = [new StoreUnavailable('a', { cause }), new OutcomeUnknown('b'), new InvariantBroken('c')];
  expect(errors.map(({ name, message }) => `${name} ${message}`)).toEqual([
    'StoreUnavailable a',
    'OutcomeUnknown b',
    'InvariantBroken c',
  ]);
  expect(errors[0]?.cause).toBe(cause);
});
