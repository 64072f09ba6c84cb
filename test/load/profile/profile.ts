import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../servers/free-port.ts';
import { measure } from '../measure.ts';
import { figureLines } from '../report/lines.ts';
import { createRunLog } from '../report/run-log.ts';
import { usualRun } from '../scenarios/plans.ts';
import { startDatabases } from '../servers/databases.ts';
import { type ProcessProfile, ProfilingObserver } from './process-profile.ts';
import { type Part, topAllocations, topFunctions, topPackages } from './top-functions.ts';

const rowsMax = 30;

export interface ProfileOptions {
  readonly viewers: number;
  readonly mysqlProgram: string | null;
  readonly write: (line: string) => void;
}

/** Profiles a realtime process under the usual load and prints where its time and memory go. */
export async function profileRealtime({ viewers, mysqlProgram, write }: ProfileOptions): Promise<void> {
  const databases = await startDatabases(mysqlProgram);
  try {
    const port = await freePort();
    const observer = new ProfilingObserver(port);
    const plan = { ...usualRun, scenario: 'profile', viewers };
    const nodeArgs = [`--inspect=127.0.0.1:${port}`];
    const log = createRunLog(write);
    const figures = await measure(databases, plan, { log, nodeArgs, observer });
    for (const line of figureLines(plan, figures)) write(line);
    if (observer.profile === null) throw new Error('the run ended before its window');
    for (const line of profileLines(observer.profile)) write(line);
    const folder = await mkdtemp(join(tmpdir(), 'onsale-profile-'));
    await writeFile(join(folder, 'realtime.cpuprofile'), JSON.stringify(observer.profile.cpu));
    await writeFile(
      join(folder, 'realtime.heapprofile'),
      JSON.stringify({ head: observer.profile.allocations }),
    );
    write(`\nThe profiles are in ${folder}; the developer tools of Chromium open them.`);
  } finally {
    await databases.stop();
  }
}

function profileLines({ cpu, allocations, loop }: ProcessProfile): string[] {
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
  return [
    '\nevent loop',
    `  timers late  p50 ${loop.delayP50.toFixed(1)}  p99 ${loop.delayP99.toFixed(1)}  max ${loop.delayMax.toFixed(1)} ms   busy ${(loop.utilization * 100).toFixed(0)} %`,
    `  memory       resident ${megabytes(loop.residentBytes)}  heap ${megabytes(loop.heapUsedBytes)}  outside of it ${megabytes(loop.externalBytes)}`,
    ...table('time by package', topPackages(cpu)),
    ...table('time by function', topFunctions(cpu)),
    ...table('allocations by function', topAllocations(allocations)),
  ];
}

function table(title: string, parts: readonly Part[]): string[] {
  return [
    `\n${title}`,
    ...parts
      .slice(0, rowsMax)
      .map(({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`),
  ];
}
