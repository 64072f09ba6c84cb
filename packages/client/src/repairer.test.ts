import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Repairer, type RepairWays } from './repairer.ts';
import type { SectionMap } from './section-map.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An answer that never comes. */
const silence = () => new Promise<void>(() => {});

/** A section that is behind until the test says otherwise, and who was asked to mend it. */
class RepairBench {
  isBehind = true;
  readonly asked: string[] = [];
  readonly repairer: Repairer;

  constructor(ways: { readonly link: () => Promise<void>; readonly http: () => Promise<void> }) {
    const bench = this;
    const section = {
      get isBehind() {
        return bench.isBehind;
      },
    } as SectionMap;
    const asking = (name: string, way: () => Promise<void>) => () => {
      this.asked.push(name);
      return way();
    };
    const repairWays: RepairWays = {
      overLink: asking('link', ways.link),
      overHttp: asking('http', ways.http),
    };
    const timing = { nowMs: () => Date.now(), random: () => 0 };
    this.repairer = new Repairer([section], repairWays, timing as ConstructorParameters<typeof Repairer>[2]);
  }
}

describe('a repair', () => {
  it('[L3] asks over HTTP when the live connection is silent', async () => {
    const bench = new RepairBench({
      link: silence,
      http: async () => {
        bench.isBehind = false;
      },
    });
    bench.repairer.onGap();
    await vi.advanceTimersByTimeAsync(700);
    expect(bench.asked).toEqual(['link', 'http']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bench.asked).toHaveLength(2);
  });

  it('[L3] asks again when nobody answers, ever more rarely, and stops when it is closed', async () => {
    const bench = new RepairBench({ link: silence, http: silence });
    bench.repairer.onGap();
    await vi.advanceTimersByTimeAsync(10_000);
    const early = bench.asked.length;
    expect(early).toBeGreaterThanOrEqual(5);
    await vi.advanceTimersByTimeAsync(60_000);
    const late = bench.asked.length - early;
    expect(late).toBeGreaterThan(0);
    expect(late / 6).toBeLessThan(early / 2);
    bench.repairer.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bench.asked.length - early - late).toBeLessThanOrEqual(1);
  });

  it('does not ask over HTTP for what the connection has brought', async () => {
    const bench = new RepairBench({
      link: async () => {
        bench.isBehind = false;
      },
      http: silence,
    });
    bench.repairer.onBehind();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(bench.asked).toEqual(['link']);
  });
});
