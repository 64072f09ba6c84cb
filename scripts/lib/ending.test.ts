import { describe, expect, it } from 'vitest';
import { endInOrder } from './ending.ts';

describe('ending in order', () => {
  it('waits for each ending before the next', async () => {
    const done: string[] = [];
    const later = () =>
      new Promise<void>((resolve) =>
        setImmediate(() => {
          done.push('front');
          resolve();
        }),
      );
    const last = async () => {
      done.push('servers');
    };
    await endInOrder([later, last]);
    expect(done).toEqual(['front', 'servers']);
  });

  it('goes on after a failure and tells the first', async () => {
    const done: string[] = [];
    const fail = (what: string) => () => Promise.reject(new Error(what));
    const last = async () => {
      done.push('servers');
    };
    await expect(endInOrder([fail('first'), fail('second'), last])).rejects.toThrow('first');
    expect(done).toEqual(['servers']);
  });
});
