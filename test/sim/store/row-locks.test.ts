import { describe, expect, it } from 'vitest';
import { RowLocks } from './row-locks.ts';

const first = { id: 1 };
const second = { id: 2 };
const third = { id: 3 };
const owners = [first, second, third];

describe('row locks', () => {
  it('go to one owner at a time, in the order of asking', () => {
    const locks = new RowLocks();
    const granted: number[] = [];
    for (const owner of owners) locks.take('section 0', owner, () => granted.push(owner.id));
    expect(granted).toEqual([1]);
    locks.leave(first);
    expect(granted).toEqual([1, 2]);
    locks.leave(second);
    expect(granted).toEqual([1, 2, 3]);
  });

  it('do not stand in the way of who wants another one, nor of who has them', () => {
    const locks = new RowLocks();
    const granted: string[] = [];
    locks.take('section 0', first, () => granted.push('0'));
    locks.take('section 1', second, () => granted.push('1'));
    locks.take('section 0', first, () => granted.push('0 again'));
    expect(granted).toEqual(['0', '1', '0 again']);
  });

  it('pass by who has given up waiting', () => {
    const locks = new RowLocks();
    const granted: number[] = [];
    for (const owner of owners) locks.take('buyer ann', owner, () => granted.push(owner.id));
    locks.leave(second);
    locks.leave(first);
    expect(granted).toEqual([1, 3]);
    locks.leave(third);
    locks.take('buyer ann', second, () => granted.push(2));
    expect(granted).toEqual([1, 3, 2]);
  });
});
