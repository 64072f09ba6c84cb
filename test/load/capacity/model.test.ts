import { describe, expect, it } from 'vitest';
import { type Demand, type Limits, sizeFor, usualMachines } from './model.ts';
import type { Prices } from './prices.ts';

const prices: Prices = {
  realtime: {
    second: 0.01,
    socketSecond: 2e-6,
    telling: 2e-3,
    write: 8e-6,
    megabyte: 1e-3,
    win: 50e-6,
    refusal: 20e-6,
    transaction: 100e-6,
    transactionHeard: 50e-6,
  },
  mysql: { second: 0.01, transaction: 300e-6, win: 20e-6 },
  redis: { second: 0.005, transaction: 20e-6, transactionRead: 5e-6 },
};

const limits: Limits = {
  socketBytes: 15_000,
  frameBytes: 90,
  seatBytes: 10,
  transactionMs: 10,
  sectionWinsMax: 1_000,
};

const hall: Demand = {
  viewers: 10_000,
  winsPerSecond: 500,
  refusalsPerSecond: 500,
  sections: 5,
  sectionsWatched: 5,
};

describe('sizeFor', () => {
  it('adds up what a demand costs', () => {
    const sizing = sizeFor(hall, prices, limits);
    // 100 wins per second and section have a transaction each, as one takes 10 ms.
    expect(sizing.transactionsPerSecond).toBe(500);
    // 0.02 + 0.32 + 0.068 + 0.025 + 0.05 + 0.01 cores to share out, 0.7 - 0.01 - 0.008 - 0.025 free in each process.
    expect(sizing.pods).toBe(1);
    expect(sizing.firstShare).toBeCloseTo((0.043 + 0.493) / 0.7);
    // Each tick more costs 0.002 for the process and 0.08 + 0.0045 for its sockets; 0.164 are left.
    expect(sizing.ticksPerSecond).toBe(5);
    expect(sizing.writesPerSecond).toBe(10_000 * 5);
    expect(sizing.bitsPerSecond).toBe(250_000 * (90 + 20 * 10) * 8);
    expect(sizing.databaseCores).toBeCloseTo(0.01 + 0.15 + 0.01);
    expect(sizing.redisCores).toBeCloseTo(0.005 + 500 * (20e-6 + 2 * 5e-6));
  });

  it('tells as often as an eye can see where there is time, and writes once for all sections', () => {
    const sizing = sizeFor({ ...hall, viewers: 1_000 }, prices, limits);
    expect(sizing).toMatchObject({ pods: 1, ticksPerSecond: 25, writesPerSecond: 1_000 * 25 });
  });

  it('writes no more often than something changes in the sections that are watched', () => {
    const slow = { ...hall, viewers: 1_000, winsPerSecond: 10, sectionsWatched: 2 };
    expect(sizeFor(slow, prices, limits).writesPerSecond).toBe(1_000 * 4);
  });

  it('needs ten times the processes for ten times the viewers, and no larger database', () => {
    const small = sizeFor({ ...hall, viewers: 100_000 }, prices, limits);
    const large = sizeFor({ ...hall, viewers: 1_000_000 }, prices, limits);
    expect(large.pods / small.pods).toBeGreaterThan(8);
    expect(large.pods / small.pods).toBeLessThan(12);
    expect(large.databaseCores).toBe(small.databaseCores);
  });

  it('needs no more for more changes once each tick has some: they share writes', () => {
    const small = { ...hall, viewers: 1_000 };
    const busy = sizeFor({ ...small, winsPerSecond: 1_000 }, prices, limits);
    const busier = sizeFor({ ...small, winsPerSecond: 2_000 }, prices, limits);
    expect(busier.writesPerSecond).toBe(busy.writesPerSecond);
    expect(busier.transactionsPerSecond).toBe(busy.transactionsPerSecond);
  });

  it('sends nothing where nothing changes', () => {
    const still = sizeFor({ ...hall, winsPerSecond: 0 }, prices, limits);
    expect(still).toMatchObject({ writesPerSecond: 0, bitsPerSecond: 0, transactionsPerSecond: 0, pods: 1 });
  });

  it('lets memory decide when sockets are silent and large', () => {
    const still = { ...hall, viewers: 500_000, winsPerSecond: 0, refusalsPerSecond: 0 };
    const sizing = sizeFor(still, prices, { ...limits, socketBytes: 60_000 });
    expect(sizing.first).toBe('pod memory');
    expect(sizing.pods).toBe(Math.ceil((500_000 * 60_000) / usualMachines.podBytesMax));
  });

  it('finds Redis short first when thousands of readers hear of every commit, and says how many it takes', () => {
    const stadium = {
      viewers: 1_000_000,
      winsPerSecond: 2_000,
      refusalsPerSecond: 0,
      sections: 50,
      sectionsWatched: 5,
    };
    const sizing = sizeFor(stadium, prices, limits);
    expect(sizing.first).toBe('Redis');
    expect(sizing.redisServers).toBeGreaterThan(1);
  });

  it('finds a section short first when everybody wants its seats', () => {
    const one = { ...hall, viewers: 1_000, winsPerSecond: 1_500, refusalsPerSecond: 0, sections: 1 };
    expect(sizeFor({ ...one, sectionsWatched: 1 }, prices, limits)).toMatchObject({
      first: 'section lock',
      firstShare: 1.5,
    });
  });

  it('gives up where no number of processes helps', () => {
    const torrent = { ...hall, winsPerSecond: 50_000, sections: 500, sectionsWatched: 1 };
    expect(() => sizeFor(torrent, prices, limits)).toThrow('hearing of 50000 transactions a second');
  });
});
