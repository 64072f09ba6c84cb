import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOpenings, type OpeningsOptions } from './openings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Connections, numbered, and what became of their turns in the order in which that was decided. */
function arrive(count: number, options: OpeningsOptions) {
  const openings = createOpenings(options);
  const decided: string[] = [];
  const sockets = Array.from({ length: count }, () => new Socket());
  for (const [number, socket] of sockets.entries())
    void openings.enter(socket).then((isTurn) => decided.push(`${number} ${isTurn ? 'in' : 'away'}`));
  const socket = (number: number): Socket => sockets[number] ?? new Socket();
  return { openings, decided, socket };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('openings', () => {
  it('are made a few at a time, whoever came last next', async () => {
    const { openings, decided, socket } = arrive(5, { atOnceMax: 2 });
    await settle();
    expect(decided).toEqual(['0 in', '1 in']);
    expect(openings.waiting()).toBe(3);
    openings.leave(socket(1));
    openings.leave(socket(1));
    await settle();
    expect(decided).toEqual(['0 in', '1 in', '4 in']);
    openings.leave(socket(0));
    openings.leave(socket(4));
    await settle();
    expect(decided).toEqual(['0 in', '1 in', '4 in', '3 in', '2 in']);
  });

  it('turn the next away when too many wait', async () => {
    const { decided } = arrive(4, { atOnceMax: 1, waitingMax: 2 });
    await settle();
    expect(decided).toEqual(['0 in', '3 away']);
  });

  it('pass over whoever has gone, waiting or in turn', async () => {
    const { openings, decided, socket } = arrive(4, { atOnceMax: 1 });
    socket(3).destroy();
    socket(0).destroy();
    await settle();
    expect(decided).toEqual(['0 in', '3 away', '2 in']);
    expect(openings.waiting()).toBe(1);
    const gone = new Socket();
    gone.destroy();
    expect(await openings.enter(gone)).toBe(false);
  });

  it('do not wait for one that never joins the sale', async () => {
    const { decided } = arrive(2, { atOnceMax: 1, turnMsMax: 500 });
    await vi.advanceTimersByTimeAsync(499);
    expect(decided).toEqual(['0 in']);
    await vi.advanceTimersByTimeAsync(1);
    expect(decided).toEqual(['0 in', '1 in']);
  });
});
