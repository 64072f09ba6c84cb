import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Attention } from './attention.ts';

let asked: string[];
let looks: { freeCount: number; subscribe: (listener: () => void) => () => void };
let change: () => void;
let attention: Attention;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  looks = {
    freeCount: 10,
    subscribe: (listener) => {
      change = listener;
      return () => undefined;
    },
  };
  const sections = ['a', 'b', 'c'].map((id) => ({ id })) as never;
  attention = new Attention({ sections, watch: (ids) => void asked.push(ids.join()) }, looks);
});

afterEach(() => {
  attention.close();
  vi.useRealTimers();
});

it('asks for what is looked at, once it rests', () => {
  attention.lookAt(['a']);
  attention.lookAt(['a', 'b']);
  attention.lookAt(['b']);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(asked).toEqual(['b']);
});

it('asks nothing when the same is looked at, as at first all is', () => {
  attention.lookAt(['a', 'b', 'c']);
  vi.advanceTimersByTime(300);
  expect(asked).toEqual([]);
});

it('asks for everything while nothing is left, wherever one looks', () => {
  attention.lookAt(['b']);
  vi.advanceTimersByTime(300);
  looks.freeCount = 0;
  change();
  vi.advanceTimersByTime(300);
  attention.lookAt(['c']);
  vi.advanceTimersByTime(300);
  looks.freeCount = 1;
  change();
  vi.advanceTimersByTime(300);
  expect(asked).toEqual(['b', 'a,b,c', 'c']);
});

it('asks nothing any more once it is closed', () => {
  attention.lookAt(['b']);
  attention.close();
  vi.advanceTimersByTime(300);
  expect(asked).toEqual([]);
});
