import { expect, it } from 'vitest';
import { readyNodes } from './cluster-checks.ts';

const node = (ready: string, ...effects: string[]) => ({
  spec: effects.length === 0 ? {} : { taints: effects.map((effect) => ({ key: 'k', effect })) },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});

it('counts the nodes that are ready and take any pod', () => {
  const items = [
    node('True'),
    node('True', 'PreferNoSchedule'),
    node('Unknown'),
    node('True', 'NoSchedule'),
    node('True', 'NoExecute'),
  ];
  expect(readyNodes(JSON.stringify({ items }))).toBe(2);
});
