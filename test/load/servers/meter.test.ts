import { describe, expect, it } from 'vitest';
import { busySeconds, cpuBetween, cpuSeconds, residentBytes } from './meter.ts';

/** Keeps this process's core busy until its own clock of processor time says so. */
function burn(ms: number): void {
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user / 1_000 < ms);
}

describe('cpuSeconds', () => {
  it('counts what a process uses, as the process itself does', () => {
    const metered = [{ name: 'me', pid: process.pid }];
    const before = cpuSeconds(metered);
    const busyBefore = busySeconds();
    burn(200);
    const { me = 0 } = cpuBetween(before, cpuSeconds(metered));
    // Linux rounds to hundredths at both ends, and other threads of this process count too.
    expect(me).toBeGreaterThan(0.17);
    expect(busySeconds() - busyBefore).toBeGreaterThan(0.17);
  });

  it('has nothing to say of a process that is not there', () => {
    expect(cpuSeconds([{ name: 'gone', pid: undefined }])).toEqual({ gone: 0 });
    expect(residentBytes(undefined)).toBe(0);
  });
});

describe('residentBytes', () => {
  it('is about what the process says itself', () => {
    expect(residentBytes(process.pid) / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  });
});
