import { demoShowFiles } from '@onsale/layouts';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import type { PrivateServer } from '../servers/index.ts';
import { chromiumArgs, createDatabase, startPrivateRedis, type TestDatabase } from '../servers/index.ts';
import { type RunningServices, startServices } from '../services/start-services.ts';
import { writeDemoShow } from './demo-show.ts';
import { describeJourneys } from './journeys.ts';

let browser: Browser;
let database: TestDatabase;
let redis: PrivateServer;
let services: RunningServices;

beforeAll(async () => {
  database = await createDatabase(inject('mysqlUrl'));
  redis = await startPrivateRedis();
  const quick = await writeDemoShow('quick', { holdSeconds: 6 });
  services = await startServices({
    port: 0,
    mysqlUrl: database.url,
    redisUrl: redis.url,
    shows: [...demoShowFiles, quick.file],
    env: { LOG_LEVEL: 'warn' },
  });
  await quick.remove();
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: [...chromiumArgs] });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await services?.stop();
  await redis?.stop();
  await database?.drop();
});

describeJourneys('services on MySQL and Redis, each buyer on another realtime process', () => ({
  browser,
  url: services.url,
  realtimeUrls: [services.realtimeUrls[0], services.realtimeUrls[1]],
  quickShow: 'quick',
}));
