import { describe, expect, it } from 'vitest';
import { isUuidV7, uuidV7TimeMs } from './ids.ts';

const valid = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d';

describe('isUuidV7', () => {
  it.each(['8', '9', 'a', 'b'])('accepts the canonical form with variant %s', (variant) => {
    expect(isUuidV7(`0192f0c1-2d3e-7a4b-${variant}c5d-6e7f8a9b0c1d`)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['another version', '0192f0c1-2d3e-4a4b-8c5d-6e7f8a9b0c1d'],
    ['another variant', '0192f0c1-2d3e-7a4b-cc5d-6e7f8a9b0c1d'],
    ['upper case', valid.toUpperCase()],
    ['no dashes', valid.replaceAll('-', '')],
    ['a digit too few', valid.slice(1)],
    ['a digit too many', `${valid}0`],
    ['a letter beyond f', valid.replace('f', 'g')],
    ['braces', `{${valid}}`],
    ['a line break at the end', `${valid}\n`],
    ['spaces', ` ${valid} `],
  ])('[H5] refuses %s', (_, text) => {
    expect(isUuidV7(text)).toBe(false);
  });
});

describe('uuidV7TimeMs', () => {
  it('reads the first 48 bits', () => {
    expect(uuidV7TimeMs(valid)).toBe(0x0192_f0c1_2d3e);
    expect(uuidV7TimeMs('ffffffff-ffff-7fff-bfff-ffffffffffff')).toBe(2 ** 48 - 1);
    expect(uuidV7TimeMs('00000000-0000-7000-8000-000000000000')).toBe(0);
  });
});
