import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../servers/index.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { CrowdProcess } from './clients/crowd.ts';
import { machineMs } from './clients/machine-clock.ts';
import type { ReadingReport } from './clients/readers.ts';
import type { ReadingFigures, ReadingRunPlan } from './report/figures.ts';
import { percentilesOf } from './report/percentiles.ts';
import { arena } from './servers/arena.ts';
import type { Databases } from './servers/databases.ts';
import { cpuBetween, cpuSeconds } from './servers/meter.ts';
import type { MysqlStatus } from './servers/mysql-status.ts';
import { startOnsale } from './servers/onsale.ts';

/** How many of the arena's seats are taken. */
const takenShare = 0.4;
const leadMs = 200;

/** Reads the arena's snapshot from one seats-api process, one plan after the other. */
export async function measureReading(
  databases: Databases,
  plans: readonly ReadingRunPlan[],
  log: (line: string) => void,
): Promise<ReadingFigures[]> {
  const database = await createDatabase(databases.mysql.url);
  const sale = await arena(takenShare);
  const design = await startOnsale({
    mysqlUrl: database.url,
    redisUrl: databases.redis.url,
    sessionKeys: createSessionKeys(),
    sale,
    processes: 1,
    nodeArgs: [],
    env: {},
    log,
  });
  const clients = await CrowdProcess.start('clients-pages');
  try {
    const url = `${design.apiUrl}/api/shows/${sale.show.id}/seats`;
    const figures: ReadingFigures[] = [];
    const metered = [...design.processes, { name: 'mysqld', pid: databases.mysql.pid }, clients];
    for (const plan of plans) figures.push(await read(clients, url, plan, metered, databases.status));
    return figures;
  } finally {
    await clients.stop();
    await design.stop();
    await database.drop();
  }
}

async function read(
  clients: CrowdProcess,
  url: string,
  plan: ReadingRunPlan,
  metered: Parameters<typeof cpuSeconds>[0],
  status: MysqlStatus,
): Promise<ReadingFigures> {
  const beginMs = machineMs() + leadMs;
  const windowStartMs = beginMs + plan.warmSeconds * 1_000;
  const windowEndMs = windowStartMs + plan.seconds * 1_000;
  const { connections, isConditional, perSecond, seed } = plan;
  const reading = clients.read({
    url,
    connections,
    isConditional,
    perSecond,
    beginMs,
    endMs: windowEndMs,
    seed,
  });
  // Whether it fails is heard of when it is awaited.
  reading.catch(() => {});
  await delay(windowStartMs - machineMs());
  const questionsBefore = await status.read('Questions');
  const cpuBefore = cpuSeconds(metered);
  await delay(windowEndMs - machineMs());
  const cpu = cpuBetween(cpuBefore, cpuSeconds(metered));
  // The second counting counts itself.
  const queries = (await status.read('Questions')) - questionsBefore - 1;
  return figuresOf(await reading, windowStartMs, windowEndMs, cpu, queries);
}

function figuresOf(
  report: ReadingReport,
  startMs: number,
  endMs: number,
  cpu: Readonly<Record<string, number>>,
  queries: number,
): ReadingFigures {
  const windowSeconds = (endMs - startMs) / 1_000;
  const isWithin = (ms: number) => ms >= startMs && ms < endMs;
  const answered = report.endMs.filter(isWithin).length;
  const latencies = report.endMs
    .map((end, index) => (isWithin(report.startMs[index] ?? 0) ? end - (report.startMs[index] ?? 0) : -1))
    .filter((ms) => ms >= 0);
  return {
    windowSeconds,
    answeredPerSecond: answered / windowSeconds,
    statuses: report.statuses,
    latency: percentilesOf(latencies),
    unanswered: report.unanswered,
    bodyBytes: report.bodyBytes,
    queriesPerSecond: queries / windowSeconds,
    cpu: Object.fromEntries(Object.entries(cpu).map(([name, seconds]) => [name, seconds / windowSeconds])),
  };
}
