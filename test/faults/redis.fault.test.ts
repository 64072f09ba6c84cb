import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { faultSuite, outageMs } from './fault-suite.ts';
import { pause } from './pause.ts';
import type { FaultReport } from './report.ts';
import type { Scene } from './run-fault.ts';
import { StockPair } from './stock-pair.ts';

const run = faultSuite();

/** Streams of the stock pair and of the sale. */
const streams = ['socket.io', 'onsale:stream'];
/** More than the stream keeps, by far. */
const pastTheStream = 25_000;

/** Runs a fault on the sale and on the usual design at once. */
function beside(inject: (scene: Scene, stock: StockPair) => Promise<void>): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const stock = await StockPair.start(scene.servers.redis.port);
    try {
      await inject(scene, stock);
      // The sale is looked at first; what the stock adapter still delivers is waited for beside it.
      scene.compareLater(() => stock.result().finally(() => stock.stop()));
    } catch (error) {
      await stock.stop();
      throw error;
    }
  };
}

function expectHeld(report: FaultReport): void {
  expect(report.problems).toEqual([]);
  expect(report.stock?.lost, 'what the stock adapter lost').toBeGreaterThan(0);
}

async function withRedis(scene: Scene, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(scene.servers.redis.url);
  await work(redis);
  redis.disconnect();
}

describe('Redis fails', () => {
  it('[L1] [L3] before a process has read its first message: the stock adapter loses it, the maps do not', async () => {
    const report = await run({
      fault: 'Redis blip before any message was read',
      comesFirst: true,
      inject: beside(async ({ stage, load }, stock) => {
        const cut = [stage.process('realtime-2').redis, stock.hearer.redis];
        for (const proxy of cut) proxy.disconnect();
        load.open();
        await stock.tell(20);
        await pause(3_000);
        for (const proxy of cut) proxy.heal();
      }),
    });
    expectHeld(report);
  });

  it('[L2] [L3] to keep what a stalled process has not read', async () => {
    const report = await run({
      fault: 'a process stalled past the end of the stream',
      load: { arrivalsPerSecond: 60 },
      inject: beside(async ({ stage }, stock) => {
        await stock.warmUp();
        const stalled = stage.process('realtime-2');
        await Promise.all([stalled.pause(), stock.hearer.pause()]);
        // The sale's messages go by publish and subscribe. There the stream's end is the subscriber's output buffer:
        // Redis closes the connection of a client that lets it run full.
        stalled.redis.cut();
        for (let sent = 0; sent < pastTheStream; sent += 5_000) await stock.tell(5_000);
        await pause(5_000);
        await Promise.all([stalled.resume(), stock.hearer.resume()]);
      }),
    });
    expectHeld(report);
  });

  it('[L3] by forgetting everything', async () => {
    const report = await run({
      fault: 'FLUSHALL',
      inject: beside(async (scene, stock) => {
        await stock.warmUp();
        const slow = scene.stage.process('realtime-2');
        await Promise.all([slow.pause(), stock.hearer.pause()]);
        await stock.tell(20);
        await withRedis(scene, async (redis) => {
          await redis.flushall();
          await pause(1_000);
          await Promise.all([slow.resume(), stock.hearer.resume()]);
          await pause(500);
          await redis.flushall();
        });
      }),
    });
    expectHeld(report);
  });

  it('[L3] for 90 seconds, while the sale goes on', async () => {
    const report = await run({
      fault: 'Redis down for 90 s',
      load: { arrivalsPerSecond: 12, payShare: 0.08 },
      inject: beside(async ({ servers, viewers, measure, blame }, stock) => {
        await stock.warmUp();
        await servers.redis.kill('SIGKILL');
        await pause(1_000);
        await stock.tell(20);
        await pause(outageMs(90_000, 16_000));
        const behindMs = await viewers.catchUp(5_000);
        measure('secondsBehindWhileDown', (behindMs ?? 5_000) / 1_000);
        if (behindMs === null || behindMs > 2_000)
          blame(`[L3] while Redis was down a map was ${behindMs} ms behind`);
        await servers.redis.start();
      }),
    });
    expectHeld(report);
  }, 300_000);

  it('[L3] and comes back empty with its clock behind', async () => {
    const report = await run({
      fault: 'Redis restarted empty with its clock behind',
      inject: beside(async (scene, stock) => {
        await stock.warmUp();
        // A Redis whose clock is behind gives ids below those that readers have seen, and they wait for higher ones for
        // ever. Here the clock stays and the readers are led ahead instead: an entry that is no message carries an
        // id far in the future, they note it, and the Redis that comes back gives lower ones.
        await withRedis(scene, async (redis) => {
          const ahead = `${Date.now() + 3_600_000}-0`;
          for (const stream of streams) await redis.xadd(stream, ahead, 'note', 'ahead');
          await pause(300);
        });
        await scene.servers.redis.kill('SIGKILL');
        await pause(1_000);
        await scene.servers.redis.start();
        await pause(1_500);
        await stock.tell(20);
      }),
    });
    expectHeld(report);
  });

  it('[L1] [L3] for one process only, whose changes the others read from the log', async () => {
    const report = await run({
      fault: 'publishing fails on one process only',
      load: { arrivalsPerSecond: 12, payShare: 0.08 },
      inject: beside(async ({ stage, viewers, measure, blame }, stock) => {
        await stock.warmUp();
        const cut = [stage.process('realtime-1').redis, stock.teller.redis];
        for (const proxy of cut) proxy.disconnect();
        await stock.tell(20);
        await pause(6_000);
        const behindMs = await viewers.catchUp(5_000);
        measure('secondsBehindWhileCut', (behindMs ?? 5_000) / 1_000);
        if (behindMs === null || behindMs > 2_000)
          blame(`[L3] while one was cut off a map was ${behindMs} ms behind`);
        // ioredis gives a command up after 20 attempts to connect, mostly five seconds apart: about 75 s.
        await pause(80_000);
        for (const proxy of cut) proxy.heal();
      }),
    });
    expectHeld(report);
  }, 300_000);
});
