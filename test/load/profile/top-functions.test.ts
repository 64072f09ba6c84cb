import { describe, expect, it } from 'vitest';
import { topAllocations, topFunctions, topPackages } from './top-functions.ts';

const frame = (functionName: string, url: string, lineNumber = 9) => ({ functionName, url, lineNumber });

const profile = {
  nodes: [
    { id: 1, callFrame: frame('writev', '') },
    { id: 2, callFrame: frame('run', 'file:///home/x/packages/booking/src/lanes.ts') },
    { id: 3, callFrame: frame('', 'file:///home/x/node_modules/.pnpm/a@1/node_modules/@s/a/dist/i.js') },
    { id: 4, callFrame: frame('write', 'node:net') },
    { id: 5, callFrame: frame('(idle)', '') },
  ],
  samples: [1, 2, 2, 3, 4, 5],
  timeDeltas: [400, 100, 200, 100, 100, 100],
};

describe('topFunctions', () => {
  it('adds up the time of each, the most first, by a short place', () => {
    expect(topFunctions(profile)).toEqual([
      { name: 'writev', share: 0.4 },
      { name: 'run packages/booking/src/lanes.ts:10', share: 0.3 },
      { name: '(anonymous) @s/a/dist/i.js:10', share: 0.1 },
      { name: 'write node:net:10', share: 0.1 },
      { name: '(idle)', share: 0.1 },
    ]);
  });
});

describe('topPackages', () => {
  it('knows libraries, packages of the repository, Node and the engine', () => {
    const names = topPackages(profile).map(({ name }) => name);
    expect(names).toEqual(['(engine)', 'packages/booking', '@s/a', 'node', '(idle)']);
  });
});

describe('topAllocations', () => {
  it('adds up over the whole tree', () => {
    const leaf = { callFrame: frame('make', 'node:buffer'), selfSize: 30, children: [] };
    const head = { callFrame: frame('(root)', ''), selfSize: 0, children: [{ ...leaf, children: [leaf] }] };
    expect(topAllocations(head)[0]).toEqual({ name: 'make node:buffer:10', share: 1 });
  });
});
