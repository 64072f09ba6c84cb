import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeNextVersion } from './next-version.ts';

it('a next version says more in each message, and has one more migration', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-next-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeNextVersion(folder);
  for (const file of [
    'packages/bus-redis/src/redis-bus.ts',
    'packages/bus-redis/src/redis-loads.ts',
    'services/seats-api/src/routes/connect.ts',
    'services/realtime/src/heads.ts',
  ])
    expect(await readFile(join(folder, file), 'utf8'), file).toContain('note: "next"');
  const journal = await readFile(join(folder, 'packages/store-mysql/migrations/meta/_journal.json'), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
  const last = entries.at(-1)?.tag;
  const sql = await readFile(join(folder, `packages/store-mysql/migrations/${last}.sql`), 'utf8');
  expect(sql).toContain('next_notes');
});
