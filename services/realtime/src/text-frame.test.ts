import { describe, expect, it } from 'vitest';
import { textFrame } from './text-frame.ts';

describe('a text as a frame', () => {
  it.each([
    ['of no length', 0, '8100'],
    ['as long as one byte tells', 125, '817d'],
    ['that needs two bytes', 126, '817e007e'],
    ['as long as two bytes tell', 65_535, '817effff'],
    ['that needs eight bytes', 65_536, '817f0000000000010000'],
  ])('%s has its length in front', (_, length, header) => {
    const frame = textFrame('x'.repeat(length));
    expect(frame.subarray(0, frame.length - length).toString('hex')).toBe(header);
    expect(frame.subarray(frame.length - length).toString()).toBe('x'.repeat(length));
  });

  it('counts bytes, not characters', () => {
    expect(textFrame('좌석').toString('hex')).toBe(`8106${Buffer.from('좌석').toString('hex')}`);
  });
});
