import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type GestureHandlers, Gestures } from './gestures.ts';

let said: string[];
let gestures: Gestures;

const round = (value: number): number => Math.round(value * 100) / 100;
const finger = (id: number, x: number, y: number, timeMs = 0) => ({ id, x, y, isMouse: false, timeMs });
const mouse = (x: number, y: number) => ({ id: 1, x, y, isMouse: true, timeMs: 0 });

const handlers: GestureHandlers = {
  pan: (dx, dy) => said.push(`pan ${dx} ${dy}`),
  zoom: (x, y, factor) => said.push(`zoom ${x} ${y} ${round(factor)}`),
  tap: (x, y, isCoarse, isSecond) =>
    said.push(`${isSecond ? 'second ' : ''}tap ${x} ${y} ${isCoarse ? 'finger' : 'mouse'}`),
  press: (x, y) => said.push(`press ${x} ${y}`),
  hover: (x, y) => said.push(`hover ${x} ${y}`),
  leave: () => said.push('leave'),
  yielded: null,
};

beforeEach(() => {
  said = [];
  gestures = new Gestures(handlers);
});

describe('one pointer', () => {
  it('taps, also when the finger is not steady', () => {
    gestures.down(finger(1, 10, 10));
    gestures.move(finger(1, 14, 13));
    gestures.up(finger(1, 14, 13));
    expect(said).toEqual(['tap 14 13 finger']);
  });

  it('taps twice when the taps are close in time and place', () => {
    const tap = (x: number, timeMs: number): void => {
      gestures.down(finger(1, x, 10, timeMs));
      gestures.up(finger(1, x, 10, timeMs));
    };
    tap(10, 0);
    tap(14, 200);
    tap(14, 400);
    tap(14, 1_000);
    tap(90, 1_100);
    expect(said).toEqual([
      'tap 10 10 finger',
      'second tap 14 10 finger',
      'tap 14 10 finger',
      'tap 14 10 finger',
      'tap 90 10 finger',
    ]);
  });

  it('presses when a finger rests, and does not tap then', () => {
    vi.useFakeTimers();
    gestures.down(finger(1, 10, 10));
    vi.advanceTimersByTime(500);
    gestures.up(finger(1, 10, 10));
    expect(said).toEqual(['press 10 10']);
    gestures.down(finger(1, 10, 10));
    gestures.move(finger(1, 40, 10));
    vi.advanceTimersByTime(500);
    gestures.up(finger(1, 40, 10));
    gestures.down(mouse(10, 10));
    vi.advanceTimersByTime(500);
    gestures.up(mouse(10, 10));
    vi.useRealTimers();
    expect(said).toEqual(['press 10 10', 'pan 30 0', 'tap 10 10 mouse']);
  });

  it('pans once it has moved far enough, and does not tap then', () => {
    gestures.down(mouse(10, 10));
    gestures.move(mouse(30, 10));
    gestures.move(mouse(35, 12));
    gestures.up(mouse(35, 12));
    expect(said).toEqual(['pan 20 0', 'pan 5 2']);
  });

  it('hovers without a button', () => {
    gestures.move(mouse(5, 6));
    gestures.move(finger(2, 5, 6));
    gestures.leave();
    expect(said).toEqual(['hover 5 6', 'leave']);
  });

  it('does nothing when the system takes the pointer away', () => {
    gestures.down(finger(1, 10, 10));
    gestures.cancel(1);
    gestures.up(finger(1, 10, 10));
    expect(said).toEqual([]);
  });
});

describe('two fingers', () => {
  it('zoom by their distance and pan by their middle, and never tap', () => {
    gestures.down(finger(1, 100, 100));
    gestures.down(finger(2, 200, 100));
    gestures.move(finger(2, 300, 100));
    gestures.up(finger(2, 300, 100));
    gestures.up(finger(1, 100, 100));
    expect(said).toEqual(['pan 50 0', 'zoom 200 100 2']);
  });

  it('leave one that pans', () => {
    gestures.down(finger(1, 0, 0));
    gestures.down(finger(2, 100, 0));
    gestures.up(finger(2, 100, 0));
    gestures.move(finger(1, 10, 5));
    expect(said).toEqual(['pan 10 5']);
  });
});

const at = { x: 3, y: 4, ctrlKey: false, metaKey: false };

describe('the wheel', () => {
  it('zooms in and out by the same factor', () => {
    expect(gestures.wheel({ ...at, deltaY: -120, deltaMode: 0 })).toBe(true);
    expect(gestures.wheel({ ...at, deltaY: 120, deltaMode: 0 })).toBe(true);
    expect(said).toEqual(['zoom 3 4 1.21', 'zoom 3 4 0.83']);
  });

  it('takes lines for pixels where the browser counts in lines, and bounds wild wheels', () => {
    gestures.wheel({ ...at, deltaY: -3, deltaMode: 1 });
    gestures.wheel({ ...at, deltaY: -90_000, deltaMode: 0 });
    expect(said).toEqual(['zoom 3 4 1.08', 'zoom 3 4 1.62']);
  });

  it('follows a pinch on a track pad closely', () => {
    gestures.wheel({ ...at, deltaY: -10, deltaMode: 0, ctrlKey: true });
    expect(said).toEqual(['zoom 3 4 1.11']);
  });

  it('takes a notch with Ctrl for no wild pinch', () => {
    gestures.wheel({ ...at, deltaY: -120, deltaMode: 0, ctrlKey: true });
    expect(said).toEqual(['zoom 3 4 1.28']);
  });
});

describe('a cooperative map', () => {
  beforeEach(() => {
    gestures = new Gestures({ ...handlers, yielded: (gesture) => said.push(`yielded ${gesture}`) });
  });

  it('leaves a finger that moves to the page, and says so once', () => {
    gestures.down(finger(1, 10, 10));
    gestures.move(finger(1, 10, 30));
    gestures.move(finger(1, 10, 60));
    gestures.cancel(1);
    gestures.move(finger(1, 10, 90));
    expect(said).toEqual(['yielded finger']);
  });

  it('says so also when the page takes the finger before it has moved far', () => {
    gestures.down(finger(1, 10, 10));
    gestures.move(finger(1, 10, 14));
    gestures.cancel(1);
    expect(said).toEqual(['yielded finger']);
  });

  it('is tapped and pressed like any other', () => {
    vi.useFakeTimers();
    gestures.down(finger(1, 10, 10));
    gestures.move(finger(1, 14, 13));
    gestures.up(finger(1, 14, 13));
    gestures.down(finger(1, 90, 10));
    vi.advanceTimersByTime(500);
    gestures.cancel(1);
    vi.useRealTimers();
    expect(said).toEqual(['tap 14 13 finger', 'press 90 10']);
  });

  it('moves under two fingers, and not under the one that stays', () => {
    gestures.down(finger(1, 100, 100));
    gestures.down(finger(2, 200, 100));
    gestures.move(finger(2, 300, 100));
    gestures.up(finger(2, 300, 100));
    gestures.move(finger(1, 150, 150));
    gestures.cancel(1);
    expect(said).toEqual(['pan 50 0', 'zoom 200 100 2']);
  });

  it('moves under a mouse that drags it', () => {
    gestures.down(mouse(10, 10));
    gestures.move(mouse(30, 10));
    gestures.up(mouse(30, 10));
    expect(said).toEqual(['pan 20 0']);
  });

  it('leaves the wheel to the page, but for one with Ctrl or ⌘', () => {
    const notch = { ...at, deltaY: -120, deltaMode: 0 };
    expect(gestures.wheel(notch)).toBe(false);
    expect(gestures.wheel({ ...notch, ctrlKey: true })).toBe(true);
    expect(gestures.wheel({ ...notch, metaKey: true })).toBe(true);
    expect(said).toEqual(['yielded wheel', 'zoom 3 4 1.28', 'zoom 3 4 1.21']);
  });
});
