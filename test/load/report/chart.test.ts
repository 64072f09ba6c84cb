import { describe, expect, it } from 'vitest';
import { renderChart, shortNumber } from './chart.ts';

const chart = renderChart({
  title: 'Wins & losses',
  subtitle: 'Seats < 100',
  xLabel: 'viewers',
  series: [
    {
      name: 'this system',
      look: 'first',
      points: [
        [0, 10_000],
        [1_000, 9_000],
      ],
    },
    {
      name: 'textbook',
      look: 'second',
      points: [
        [0, 900],
        [1_000, 100],
      ],
    },
  ],
});

describe('renderChart', () => {
  it('names each line and writes each value, in any theme', () => {
    for (const text of ['>this system<', '>textbook<', '>10,000<', '>9,000<', '>900<', '>100<', '>1,000<'])
      expect(chart).toContain(text);
    expect(chart).toContain('prefers-color-scheme: dark');
  });

  it('is well-formed: text is escaped, nothing lies nowhere', () => {
    expect(chart).toContain('Wins &amp; losses');
    expect(chart).toContain('Seats &lt; 100');
    expect(chart).not.toMatch(/NaN|Infinity|undefined/);
    expect(chart.match(/<text/g)?.length).toBe(chart.match(/<\/text>/g)?.length);
  });

  it('draws more upwards', () => {
    const heights = [...chart.matchAll(/cy="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  });
});

describe('shortNumber', () => {
  it.each([
    [0.041, '0.041'],
    [9.62, '9.62'],
    [113.4, '113'],
    [1_104, '1,100'],
    [114_300, '114k'],
    [999_900, '1M'],
  ])('writes %d as %s', (value, text) => expect(shortNumber(value)).toBe(text));
});
