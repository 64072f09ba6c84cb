import { join, resolve } from 'node:path';
import { OwnProcess } from '../servers/own-process.ts';
import type { Desk } from './buyer.ts';
import { FaultProxy } from './proxy.ts';

const rootFolder = resolve(import.meta.dirname, '../..');
const probeMsMax = 1_000;

export interface StagedProcessPlan {
  readonly name: string;
  readonly service: Desk['service'];
  readonly port: number;
  /** The address of the database on the server itself. */
  readonly mysqlUrl: string;
  readonly redisPort: number;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Hears of an end that nobody asked for. */
  readonly onEnd: (ending: string) => void;
}

/** A service as a real process, with a proxy of its own in front of each server that it talks to. */
export class StagedProcess implements Desk {
  readonly name: string;
  readonly service: Desk['service'];
  readonly url: string;
  readonly mysql: FaultProxy;
  readonly redis: FaultProxy;
  readonly #process: OwnProcess;

  private constructor(plan: StagedProcessPlan, mysql: FaultProxy, redis: FaultProxy) {
    this.name = plan.name;
    this.service = plan.service;
    this.url = `http://127.0.0.1:${plan.port}`;
    this.mysql = mysql;
    this.redis = redis;
    const mysqlUrl = new URL(plan.mysqlUrl);
    mysqlUrl.port = String(mysql.port);
    this.#process = new OwnProcess({
      name: plan.name,
      command: process.execPath,
      args: [join(rootFolder, `services/${plan.service}/src/main.ts`)],
      env: {
        ...plan.env,
        HOST: '127.0.0.1',
        PORT: String(plan.port),
        MYSQL_URL: mysqlUrl.href,
        REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      },
      probe: () => untilReady(this.url),
      onLine: (line) => plan.log(`${plan.name} | ${line}`),
      onEnd: plan.onEnd,
    });
  }

  static async create(plan: StagedProcessPlan): Promise<StagedProcess> {
    const mysql = await FaultProxy.open(Number(new URL(plan.mysqlUrl).port || 3306));
    return new StagedProcess(plan, mysql, await FaultProxy.open(plan.redisPort));
  }

  /** Starts the process, for the first time or after it was killed, and waits until it is ready. */
  start(): Promise<void> {
    return this.#process.start();
  }

  kill(): Promise<void> {
    return this.#process.kill('SIGKILL');
  }

  /** Stops the process where it is, whatever it is doing. */
  pause(): Promise<void> {
    return this.#process.kill('SIGSTOP');
  }

  resume(): Promise<void> {
    return this.#process.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.mysql.heal();
    this.redis.heal();
    await this.#process.stop();
    await Promise.all([this.mysql.close(), this.redis.close()]);
  }
}

async function untilReady(url: string): Promise<void> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(probeMsMax) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url}/readyz answers ${response.status}`);
}
