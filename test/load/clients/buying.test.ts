import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Buying } from './buying.ts';
import { machineMs } from './machine-clock.ts';
import type { BuyingPlan } from './messages.ts';

interface Asked {
  readonly buyer: number;
  readonly id: number;
  readonly seat: number;
}

/** Buyers whose commands are noted; ids are counted, or the seats' own as the textbook has them. */
function buyersOf(count: number, bySeat = false) {
  const asked: Asked[] = [];
  const onExhausted = vi.fn();
  const buying = new Buying(
    Array.from({ length: count }, (_, buyer) => ({
      asker: { take: (id: number, seat: number) => asked.push({ buyer, id, seat }) },
      numberOf: (next: number, seat: number) => (bySeat ? seat : next),
    })),
    onExhausted,
  );
  return { asked, buying, onExhausted };
}

function planOf(plan: Partial<BuyingPlan>): BuyingPlan {
  const beginMs = machineMs();
  return {
    arrivals: { kind: 'closed' },
    seats: { kind: 'each', order: Int32Array.of(5, 3, 9) },
    seed: 1,
    beginMs,
    endMs: beginMs + 1_000,
    patienceMs: 600,
    ...plan,
  };
}

describe('Buying', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives each buyer of a closed loop the next seat when it is answered', () => {
    const { asked, buying, onExhausted } = buyersOf(2);
    buying.begin(planOf({}));
    vi.advanceTimersByTime(1);
    expect(asked.map(({ seat }) => seat)).toEqual([5, 3]);
    buying.answered(1, 1, '', machineMs());
    expect(asked.at(-1)).toEqual({ buyer: 1, id: 2, seat: 9 });
    expect(onExhausted).not.toHaveBeenCalled();
    buying.answered(0, 1, 'SEAT_TAKEN', machineMs());
    expect(onExhausted).toHaveBeenCalledOnce();
    expect(buying.pending).toBe(1);
    const { seats, codes, codeNames, endMs } = buying.report();
    expect([...seats]).toEqual([3, 5, 9]);
    expect([...codes].map((code) => codeNames[code])).toEqual(['', 'SEAT_TAKEN', '']);
    expect(endMs[2]).toBe(0);
  });

  it('begins no command before its time, whenever the timer fires', () => {
    const { asked, buying } = buyersOf(2);
    const plan = planOf({ beginMs: machineMs() + 10.9 });
    buying.begin(plan);
    vi.advanceTimersByTime(10);
    expect(asked).toHaveLength(2);
    expect(machineMs()).toBeLessThan(plan.beginMs);
    expect([...buying.report().startMs]).toEqual([plan.beginMs, plan.beginMs]);
  });

  it('passes over late answers and answers to nobody', () => {
    const { buying } = buyersOf(1);
    buying.begin(planOf({}));
    vi.advanceTimersByTime(1);
    buying.answered(0, 77, '', machineMs());
    buying.answered(9, 1, '', machineMs());
    expect(buying.pending).toBe(1);
  });

  it('lets a buyer of a closed loop give up and ask for something else', () => {
    const { asked, buying } = buyersOf(1, true);
    buying.begin(planOf({}));
    vi.advanceTimersByTime(800);
    expect(asked.map(({ seat }) => seat)).toEqual([5, 3]);
    expect([...buying.report().endMs]).toEqual([0, 0]);
  });

  it('counts open arrivals from when they were due, also when this process was late', () => {
    const { asked, buying } = buyersOf(3);
    const seats = { kind: 'hot', count: 10 } as const;
    const plan = planOf({ arrivals: { kind: 'open', perSecond: 1_000 }, seats });
    buying.begin(plan);
    vi.advanceTimersByTime(1_100);
    const { startMs } = buying.report();
    // A thousand expected in a second of Poisson arrivals; 100 off would be three standard deviations.
    expect(asked.length).toBeGreaterThan(900);
    expect(asked.length).toBeLessThan(1_100);
    expect(Math.min(...startMs)).toBe(plan.beginMs);
    expect(Math.max(...startMs)).toBeLessThan(plan.endMs);
    // Noted as due, not in steps of the timer that sends them.
    expect(new Set([...startMs].map((ms) => Math.round(ms * 1_000) % 2_000)).size).toBeGreaterThan(100);
    expect(new Set(asked.map(({ buyer }) => buyer)).size).toBe(3);
  });
});
