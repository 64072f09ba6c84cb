import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BuyingPlan, CrowdPlan, FromWorker, ToWorker, WorkerLook, WorkerReport } from './messages.ts';
import type { ReadingPlan, ReadingReport } from './readers.ts';

const workerFile = join(import.meta.dirname, 'worker.ts');
const messageMsMax = 240_000;

/** A worker process with clients, as the one that started it sees it. */
export class CrowdProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<FromWorker['kind'], (message: FromWorker) => void>();
  #fail: (error: Error) => void = () => {};
  /** Rejects when the worker reports a failure or ends. */
  readonly #failure: Promise<never>;
  #hasEnded = false;

  private constructor(name: string) {
    this.name = name;
    this.#child = fork(workerFile, [], { serialization: 'advanced' });
    this.#failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.#failure.catch(() => {});
    this.#child.on('message', (message: FromWorker) => this.#hear(message));
    this.#child.once('exit', (code) => {
      if (!this.#hasEnded) this.#fail(new Error(`${name} ended with code ${code}`));
    });
  }

  static async start(name: string): Promise<CrowdProcess> {
    const process = new CrowdProcess(name);
    await process.#next('ready');
    return process;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async open(plan: CrowdPlan): Promise<void> {
    const opened = this.#next('opened');
    this.#send({ kind: 'open', plan });
    await opened;
  }

  /** Lets the buyers act; resolves when every seat has been asked for, which may be never. */
  async buy(plan: BuyingPlan): Promise<void> {
    const exhausted = this.#next('exhausted', 2 ** 31 - 1);
    this.#send({ kind: 'buy', plan });
    await exhausted;
  }

  /** Lets pages read one address; resolves when they have. */
  async read(plan: ReadingPlan): Promise<ReadingReport> {
    const read = this.#next('read');
    this.#send({ kind: 'read', plan });
    const message = await read;
    if (message.kind !== 'read') throw new Error(`${this.name} answers ${message.kind}`);
    return message.report;
  }

  async look(): Promise<WorkerLook> {
    const looked = this.#next('look');
    this.#send({ kind: 'look' });
    const message = await looked;
    if (message.kind !== 'look') throw new Error(`${this.name} answers ${message.kind}`);
    return message.look;
  }

  async report(): Promise<WorkerReport> {
    const reported = this.#next('report');
    this.#send({ kind: 'report' });
    const message = await reported;
    if (message.kind !== 'report') throw new Error(`${this.name} answers ${message.kind}`);
    return message.report;
  }

  /** Rejects when a worker fails while something else is waited for. */
  get failure(): Promise<never> {
    return this.#failure;
  }

  async stop(): Promise<void> {
    this.#hasEnded = true;
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #send(message: ToWorker): void {
    this.#child.send(message);
  }

  #next(kind: FromWorker['kind'], timeoutMs = messageMsMax): Promise<FromWorker> {
    let timer: NodeJS.Timeout | undefined;
    const heard = new Promise<FromWorker>((resolve, reject) => {
      this.#waiting.set(kind, resolve);
      timer = setTimeout(() => reject(new Error(`${this.name} does not say "${kind}"`)), timeoutMs).unref();
    });
    return Promise.race([heard, this.#failure]).finally(() => clearTimeout(timer));
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'failed') return this.#fail(new Error(`${this.name}: ${message.message}`));
    this.#waiting.get(message.kind)?.(message);
  }
}
