import { beforeEach, describe, expect, it } from 'vitest';
import { createLoadBoard, type LoadBoard } from './load-board.ts';

describe('a board of loads', () => {
  let nowMs: number;
  let board: LoadBoard;
  beforeEach(() => {
    nowMs = 1_000_000;
    board = createLoadBoard(() => nowMs, 4);
  });

  const report = (pod: string, connections = 0, isDraining = false) =>
    board.take({ pod, connections, isDraining });

  /** Lets that time pass, in which these pods report each second. */
  function pass(ms: number, ...pods: string[]): void {
    for (let passed = 0; passed < ms; passed += 1_000) {
      nowMs += 1_000;
      for (const pod of pods) report(pod);
    }
  }

  it('knows nothing of a pod that was never heard of', () => {
    report('a');
    expect(board.of('b')).toEqual({ kind: 'unknown' });
  });

  it('knows the last report of each pod, for five seconds', () => {
    report('a', 3);
    report('a', 4, true);
    report('b', 9);
    nowMs += 5_000;
    expect(board.of('a')).toEqual({ kind: 'reported', connections: 4, isDraining: true });
    expect(board.of('b')).toEqual({ kind: 'reported', connections: 9, isDraining: false });
    nowMs += 1;
    expect(board.of('a')).toEqual({ kind: 'unknown' });
  });

  it('calls a pod silent when others go on', () => {
    pass(10_000, 'a', 'b');
    pass(5_000, 'b');
    expect(board.of('a').kind).toBe('reported');
    pass(1_000, 'b');
    expect(board.of('a')).toEqual({ kind: 'silent' });
    report('a', 1);
    expect(board.of('a')).toEqual({ kind: 'reported', connections: 1, isDraining: false });
  });

  it('calls nobody silent while it hears nobody', () => {
    pass(10_000, 'a', 'b');
    pass(60_000);
    expect(board.of('a')).toEqual({ kind: 'unknown' });
    expect(board.of('b')).toEqual({ kind: 'unknown' });
  });

  it('gives all the time of a report to be back after everybody was silent', () => {
    pass(10_000, 'a', 'b');
    pass(20_000);
    pass(6_000, 'b');
    expect(board.of('a')).toEqual({ kind: 'unknown' });
    pass(1_000, 'b');
    expect(board.of('a')).toEqual({ kind: 'silent' });
  });

  it('calls nobody silent in the moments after which it hears nobody any more', () => {
    pass(10_000, 'a', 'b');
    pass(6_000, 'b');
    expect(board.of('a').kind).toBe('silent');
    pass(3_000);
    expect(board.of('a').kind).toBe('unknown');
    expect(board.of('b').kind).toBe('reported');
  });

  it('remembers so many pods and no more, those heard last', () => {
    for (const pod of ['a', 'b', 'c', 'd', 'a', 'e']) report(pod);
    expect(['a', 'b', 'c', 'd', 'e'].map((pod) => board.of(pod).kind)).toEqual([
      'reported',
      'unknown',
      'reported',
      'reported',
      'reported',
    ]);
  });
});
