import { afterAll, beforeAll, inject } from 'vitest';
import { describeJourneys } from './journeys.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), { quick: { holdSeconds: 6 } });
}, 240_000);

afterAll(() => stage?.close());

describeJourneys('one process on SQLite', () => ({
  browser: stage.browser,
  url: stage.url,
  realtimeUrls: [undefined, undefined],
  quickShow: 'quick',
}));
