import { describe, expect, it } from 'vitest';
import { type Demand, type Limits, sizeFor, usualMachines } from './model.ts';
import type { Prices } from './prices.ts';

const prices: Prices = {
  realtime: {
    second: 0.01,
    socketSecond: 2e-6,
    delivery: 8e-6,
    megabyte: 1e-3,
    win: 50e-6,
    refusal: 20e-6,
    commit: 100e-6,
    commitHeard: 50e-6,
  },
  mysql: { second: 0.01, commit: 300e-6, win: 20e-6 },
  redis: { second: 0.005, commit: 20e-6, commitRead: 5e-6 },
};

const limits: Limits = {
  socketBytes: 15_000,
  frameBytes: 90,
  seatBytes: 10,
  commitMs: 10,
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
    // 100 wins per second and section share frames every 250 ms and batches every 10 ms.
    expect(sizing.deliveriesPerSecond).toBe(10_000 * 5 * 4);
    expect(sizing.commitsPerSecond).toBe(500);
    expect(sizing.bitsPerSecond).toBe(200_000 * (90 + 25 * 10) * 8);
    // 0.02 + 1.6 + 0.068 + 0.025 + 0.01 + 0.05 cores to share out, 0.7 - 0.01 - 0.025 free in each process.
    expect(sizing.pods).toBe(3);
    expect(sizing.databaseCores).toBeCloseTo(0.01 + 0.15 + 0.01);
    expect(sizing.redisCores).toBeCloseTo(0.005 + 500 * (20e-6 + 4 * 5e-6));
  });

  it('needs ten times the processes for ten times the viewers, and no larger database', () => {
    const small = sizeFor(hall, prices, limits);
    const large = sizeFor({ ...hall, viewers: 100_000 }, prices, limits);
    expect(large.pods / small.pods).toBeGreaterThan(8);
    expect(large.pods / small.pods).toBeLessThan(12);
    expect(large.databaseCores).toBe(small.databaseCores);
  });

  it('needs no more for more changes once each tick has some: they share frames', () => {
    const busy = sizeFor({ ...hall, winsPerSecond: 1_000 }, prices, limits);
    const busier = sizeFor({ ...hall, winsPerSecond: 2_000 }, prices, limits);
    expect(busier.deliveriesPerSecond).toBe(busy.deliveriesPerSecond);
    expect(busier.commitsPerSecond).toBe(busy.commitsPerSecond);
  });

  it('sends nothing where nothing changes', () => {
    const still = sizeFor({ ...hall, winsPerSecond: 0 }, prices, limits);
    expect(still).toMatchObject({ deliveriesPerSecond: 0, bitsPerSecond: 0, commitsPerSecond: 0, pods: 1 });
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
    expect(() => sizeFor(torrent, prices, limits)).toThrow('hearing of 50000 commits a second');
  });
});
