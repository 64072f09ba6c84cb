import { createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import type { Figures } from '../report/figures.ts';
import { usualRun } from '../scenarios/plans.ts';
import { measuredOf } from './measured.ts';
import type { Prices, Run } from './prices.ts';

const truth: Prices = {
  realtime: {
    second: 0.02,
    socketSecond: 3e-6,
    telling: 2e-3,
    write: 9e-6,
    megabyte: 1e-3,
    win: 60e-6,
    refusal: 25e-6,
    transaction: 150e-6,
    transactionHeard: 40e-6,
  },
  mysql: { second: 0.02, transaction: 400e-6, win: 30e-6 },
  redis: { second: 0.01, transaction: 30e-6, transactionRead: 6e-6 },
};

const frameBytes = 90;
const seatBytes = 10;

/** A run as those prices make it. */
function runOf(index: number, scenario: string): Run {
  const random = createRandom(index + 1);
  const processes = 1 + random.below(4);
  const viewers = random.below(5_000);
  const wins = 50 + random.below(5_000);
  const refusals = random.below(5_000);
  const transactions = 20 + random.below(400);
  const screens = viewers + usualRun.buyers;
  const tellings = 1 + random.below(20);
  const deliveries = screens * tellings * (1 + random.below(5));
  const bytes = deliveries * frameBytes + wins * screens * seatBytes;
  const { realtime, mysql, redis } = truth;
  const cpu = {
    realtime:
      processes * realtime.second +
      screens * realtime.socketSecond +
      processes * tellings * realtime.telling +
      screens * tellings * realtime.write +
      (bytes / 1e6) * realtime.megabyte +
      wins * realtime.win +
      refusals * realtime.refusal +
      transactions * realtime.transaction +
      transactions * processes * realtime.transactionHeard,
    mysqld: mysql.second + transactions * mysql.transaction + wins * mysql.win,
    redis:
      redis.second +
      transactions * redis.transaction +
      transactions * (processes + 1) * redis.transactionRead,
  };
  const figures = {
    winsPerSecond: wins,
    answeredPerSecond: wins + refusals,
    transactionsPerSecond: transactions,
    writesPerSecond: screens * tellings,
    deliveriesPerSecond: deliveries,
    deliveredBytesPerSecond: bytes,
    bytesPerSocket: 15_000,
    cpu,
  } as unknown as Figures;
  return { plan: { ...usualRun, scenario, processes, viewers }, figures };
}

describe('measuredOf', () => {
  const runs = [
    ...Array.from({ length: 40 }, (_, index) => runOf(index, 'growth-rate')),
    ...Array.from({ length: 3 }, (_, index) => runOf(100 + index, 'costs-processes')),
    runOf(200, 'crowd'),
  ];
  const measured = measuredOf(runs);

  it('finds the prices of everything at once', () => {
    for (const server of ['realtime', 'mysql', 'redis'] as const)
      for (const [name, price] of Object.entries(truth[server]))
        expect({ name, price: Object(measured.prices[server])[name] }).toEqual({
          name,
          price: expect.closeTo(price, 7),
        });
    expect(measured.limits).toMatchObject({
      frameBytes: expect.closeTo(frameBytes, 3),
      seatBytes: expect.closeTo(seatBytes, 3),
      socketBytes: 15_000,
    });
  });

  it('is checked against runs that it did not learn from', () => {
    expect(measured.checks).toHaveLength(3);
    expect(measured.runCount).toBe(41);
    for (const { measuredCores, predictedCores } of measured.checks)
      expect(predictedCores).toBeCloseTo(measuredCores, 3);
    for (const { max } of Object.values(measured.errors)) expect(max).toBeLessThan(1e-3);
  });
});
