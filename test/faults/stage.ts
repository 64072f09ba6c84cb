import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/free-port.ts';
import { createDatabase, type TestDatabase } from '../servers/index.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import type { FaultServers } from './servers.ts';
import { type ShowTimes, type StagedShow, stageShows, usualTimes } from './shows.ts';
import { StagedProcess } from './staged-process.ts';

export interface StageOptions {
  readonly times?: ShowTimes;
  /** More settings of a process, by its name. */
  readonly env?: (name: string) => Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** A sale as it runs in a cluster: two seats-api and two realtime processes, on a database of its own. */
export class Stage {
  readonly servers: FaultServers;
  readonly database: TestDatabase;
  readonly shows: readonly StagedShow[];
  readonly processes: readonly StagedProcess[];
  /** What went wrong with the processes themselves. */
  readonly troubles: readonly string[];

  private constructor(
    servers: FaultServers,
    database: TestDatabase,
    shows: readonly StagedShow[],
    processes: readonly StagedProcess[],
    troubles: readonly string[],
  ) {
    this.servers = servers;
    this.database = database;
    this.shows = shows;
    this.processes = processes;
    this.troubles = troubles;
  }

  static async open(servers: FaultServers, options: StageOptions): Promise<Stage> {
    const database = await createDatabase(servers.mysql.url);
    const shows = await stageShows(database.url, options.times ?? usualTimes);
    const troubles: string[] = [];
    const processes = await createProcesses(servers, database.url, options, troubles);
    const stage = new Stage(servers, database, shows, processes, troubles);
    try {
      await Promise.all(processes.map((process) => process.start()));
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  get seatsApis(): readonly StagedProcess[] {
    return this.processes.filter(({ service }) => service === 'seats-api');
  }

  get realtimes(): readonly StagedProcess[] {
    return this.processes.filter(({ service }) => service === 'realtime');
  }

  /** A process by its name, such as `realtime-1`. */
  process(name: string): StagedProcess {
    const found = this.processes.find((process) => process.name === name);
    if (found === undefined) throw new RangeError(`there is no process ${name}`);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
    await this.database.drop();
  }
}

const services = ['seats-api', 'realtime'] as const;
const processesPerService = 2;

async function createProcesses(
  servers: FaultServers,
  mysqlUrl: string,
  options: StageOptions,
  troubles: string[],
): Promise<StagedProcess[]> {
  const places: { name: string; service: (typeof services)[number]; port: number }[] = [];
  for (const service of services)
    for (let number = 1; number <= processesPerService; number += 1)
      places.push({ name: `${service}-${number}`, service, port: await freePort() });
  const realtimes = places.filter(({ service }) => service === 'realtime');
  const shared = {
    ...process.env,
    LOG_LEVEL: 'warn',
    SESSION_KEYS: createSessionKeys(),
    REALTIME_ENDPOINTS: realtimes.map(({ port }) => `http://127.0.0.1:${port}`).join(','),
    DEFAULT_SHOW: 'grid',
    // Most of a process's start is reading its TypeScript; the second time that is done already.
    NODE_COMPILE_CACHE: join(tmpdir(), 'onsale-compile-cache'),
  };
  return Promise.all(
    places.map((place) =>
      StagedProcess.create({
        ...place,
        mysqlUrl,
        redisPort: servers.redis.port,
        env: { ...shared, ...options.env?.(place.name) },
        log: options.log,
        onEnd: (ending) => troubles.push(`${place.name} ended by itself: ${ending}`),
      }),
    ),
  );
}
