import { describe, expect, it } from 'vitest';
import { largeShow } from './large-show.ts';

describe('largeShow', () => {
  it('has so many seats in sections of equal size, all of which one buyer may take', async () => {
    const { sectionCounts, show } = await largeShow('bench', 40_000, 5);
    expect(sectionCounts).toEqual([8_000, 8_000, 8_000, 8_000, 8_000]);
    expect(show).toMatchObject({ id: 'bench', cap: 40_000 });
  });

  it('says which sizes it cannot draw', async () => {
    await expect(largeShow('bench', 1_000, 3)).rejects.toThrow('do not make 3 sections of whole rows');
  });
});
