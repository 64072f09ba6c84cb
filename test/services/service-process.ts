import { setTimeout as delay } from 'node:timers/promises';
import { OwnProcess } from '../servers/own-process.ts';
import { readableLogLine } from './log-line.ts';

const restartAfterMs = 1_000;
const restartsMax = 5;
const probeMsMax = 1_000;

export interface ServiceProcessPlan {
  /** For example `realtime-2`. */
  readonly name: string;
  /** The TypeScript file to run. */
  readonly main: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the process answers, without a path. */
  readonly url: string;
  readonly log: (line: string) => void;
}

/** A service as a real process. One that dies is started again after a second, five times at most. */
export class ServiceProcess {
  readonly name: string;
  readonly url: string;
  readonly #process: OwnProcess;
  readonly #log: (line: string) => void;
  readonly #stopping = new AbortController();
  #restarts = 0;
  #restarting: Promise<void> = Promise.resolve();

  constructor(plan: ServiceProcessPlan) {
    this.name = plan.name;
    this.url = plan.url;
    this.#log = plan.log;
    this.#process = new OwnProcess({
      name: plan.name,
      command: process.execPath,
      args: [plan.main],
      env: plan.env,
      probe: () => untilReady(plan.url),
      onLine: (line) => plan.log(`${plan.name} | ${readableLogLine(line)}`),
      onEnd: (ending) => {
        this.#restarting = this.#restart(ending);
      },
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  start(): Promise<void> {
    return this.#process.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#restarting;
    await this.#process.stop();
  }

  async #restart(ending: string): Promise<void> {
    let lastEnding = ending;
    while (this.#restarts < restartsMax) {
      this.#restarts += 1;
      this.#log(`${this.name} ended (${lastEnding}); it is started again in ${restartAfterMs} ms.`);
      try {
        await delay(restartAfterMs, undefined, { signal: this.#stopping.signal });
        await this.#process.start();
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        lastEnding = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      }
    }
    this.#log(`${this.name} ended (${lastEnding}); after ${restartsMax} restarts it is left alone.`);
  }
}

async function untilReady(url: string): Promise<void> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(probeMsMax) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url}/readyz answers ${response.status}`);
}
