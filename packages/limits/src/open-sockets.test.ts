import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOpenSockets } from './open-sockets.ts';

describe('the open sockets of an address', () => {
  it('are as many as allowed, and one more when one has closed', () => {
    const sockets = createOpenSockets(2);
    sockets.open('a');
    expect(sockets.hasRoom('a')).toBe(true);
    const close = sockets.open('a');
    expect(sockets.hasRoom('a')).toBe(false);
    expect(sockets.hasRoom('b')).toBe(true);
    close();
    expect(sockets.hasRoom('a')).toBe(true);
  });

  it('are counted off once, however often a socket is said to have closed', () => {
    const sockets = createOpenSockets(1);
    sockets.open('a')();
    const close = sockets.open('a');
    close();
    close();
    sockets.open('a');
    expect(sockets.hasRoom('a')).toBe(false);
  });

  it('are without limit with 0', () => {
    const sockets = createOpenSockets(0);
    for (let i = 0; i < 5_000; i++) sockets.open('a');
    expect(sockets.hasRoom('a')).toBe(true);
  });

  it('agree with a plain count in any order of opening and closing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ address: fc.constantFrom('a', 'b'), closes: fc.boolean() })),
        (steps) => {
          const sockets = createOpenSockets(3);
          const open: Record<string, (() => void)[]> = { a: [], b: [] };
          for (const { address, closes } of steps) {
            const known = open[address] ?? [];
            expect(sockets.hasRoom(address)).toBe(known.length < 3);
            if (closes) known.pop()?.();
            else known.push(sockets.open(address));
          }
        },
      ),
    );
  });
});
