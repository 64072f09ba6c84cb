import { expect, it } from 'vitest';
import { ServerClock } from './server-clock.ts';

it('follows the sample that travelled least', () => {
  let nowMs = 1_000;
  const clock = new ServerClock(() => nowMs);
  clock.hear(50_000 - 300);
  clock.hear(50_000 - 20);
  clock.hear(50_000 - 700);
  expect(clock.nowMs()).toBe(49_980);
  nowMs += 5_000;
  expect(clock.nowMs()).toBe(54_980);
});

it('forgets samples after ten others, so that a clock that was set back is followed', () => {
  const clock = new ServerClock(() => 0);
  clock.hear(90_000);
  for (let count = 0; count < 10; count++) clock.hear(10_000 + count);
  expect(clock.nowMs()).toBe(10_009);
});

it('leaves out what is no time', () => {
  const clock = new ServerClock(() => 0);
  clock.hear(70_000);
  clock.hear(Number.NaN);
  expect(clock.nowMs()).toBe(70_000);
});
