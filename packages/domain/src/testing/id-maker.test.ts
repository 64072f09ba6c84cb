import { expect, it } from 'vitest';
import { isUuidV7, uuidV7TimeMs } from '../ids.ts';
import { createIdMaker } from './id-maker.ts';
import { createRandom } from './random.ts';

it('makes UUIDv7s of the clock’s time that ascend even when the clock stands still', () => {
  let nowMs = Date.UTC(2030, 0, 1);
  const newId = createIdMaker(createRandom(1), () => nowMs);
  const ids = Array.from({ length: 500 }, newId);
  nowMs += 10_000;
  ids.push(newId());
  expect(ids.every(isUuidV7)).toBe(true);
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(501);
  expect([ids[0], ids[500]].map((id) => uuidV7TimeMs(id ?? ''))).toEqual([nowMs - 10_000, nowMs]);
});
