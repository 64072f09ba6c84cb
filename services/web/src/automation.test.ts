import { expect, it } from 'vitest';
import { hashOf } from './automation.ts';

it('is equal for equal maps only, however they are cut into sections', () => {
  const hash = hashOf([Uint8Array.of(0, 1), Uint8Array.of(2, 3)]);
  expect(hash).toMatch(/^[0-9a-f]{8}$/);
  expect(hashOf([Uint8Array.of(0, 1, 2, 3)])).toBe(hash);
  expect(hashOf([Uint8Array.of(1, 0, 2, 3)])).not.toBe(hash);
  expect(hashOf([Uint8Array.of(0, 1, 2)])).not.toBe(hash);
});
