import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { OutputTail } from './output-tail.ts';
import { findProgram } from './programs.ts';

const probeEveryMs = 50;
const startMsMax = 60_000;
const stopMsMax = 20_000;

export interface ProcessPlan {
  /** What a person calls it, for messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the process answers its clients; a rejection means not yet. */
  readonly probe: () => Promise<unknown>;
  /** Receives what the process prints, a line at a time. */
  readonly onLine?: (line: string) => void;
  /** Called when a process that has started ends although nobody asked for it. */
  readonly onEnd?: (ending: string) => void;
}

/**
 * A process that belongs to this one: started, killed and started again by its id, never by its name.
 * It leads a process group of its own, so that Ctrl-C in a terminal reaches it only through `stop`.
 */
export class OwnProcess {
  readonly #plan: ProcessPlan;
  #child: ChildProcess | undefined;
  #output = new OutputTail();
  /** The process whose end was asked for or is told by `start` itself: its end is no news. */
  #silenced: ChildProcess | undefined;

  constructor(plan: ProcessPlan) {
    this.#plan = plan;
  }

  get name(): string {
    return this.#plan.name;
  }

  /** The id of the process, `undefined` while it does not run. */
  get pid(): number | undefined {
    return this.#child !== undefined && isRunning(this.#child) ? this.#child.pid : undefined;
  }

  /** Starts the process and waits until it answers, at most a minute; fails with what it printed. */
  async start(): Promise<void> {
    if (this.pid !== undefined) throw new Error(`${this.name} runs already.`);
    const { env = process.env } = this.#plan;
    const [command, ...args] = tiedToParent([this.#plan.command, ...this.#plan.args]);
    this.#output = new OutputTail();
    const child = spawn(command, args, { detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child, 'spawn');
    this.#child = child;
    this.#silenced = child;
    this.#follow(child);
    await this.#untilItAnswers(child);
    this.#silenced = undefined;
  }

  /** Sends a signal and, when it is one that ends the process, waits for the end. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || !isRunning(child)) return;
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') {
      child.kill(signal);
      return;
    }
    this.#silenced = child;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Asks the process to end, and ends it for good when it takes longer than 20 s. */
  async stop(): Promise<void> {
    const child = this.#child;
    const forced = setTimeout(() => child?.kill('SIGKILL'), stopMsMax);
    child?.kill('SIGCONT');
    await this.kill('SIGTERM').finally(() => clearTimeout(forced));
  }

  #follow(child: ChildProcess): void {
    const output = this.#output;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => output.add(chunk));
      if (stream !== null && this.#plan.onLine !== undefined) eachLine(stream, this.#plan.onLine);
    }
    const endWithParent = () => child.kill('SIGKILL');
    process.once('exit', endWithParent);
    child.once('exit', (code, signal) => {
      process.removeListener('exit', endWithParent);
      if (this.#silenced !== child) this.#plan.onEnd?.(signal ?? `exit code ${code}`);
    });
  }

  async #untilItAnswers(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + startMsMax;
    while (Date.now() < deadline) {
      if (!isRunning(child)) throw this.#failure('ended while starting');
      try {
        await this.#plan.probe();
        return;
      } catch {
        await delay(probeEveryMs);
      }
    }
    await this.kill('SIGKILL');
    throw this.#failure(`did not answer within ${startMsMax} ms`);
  }

  #failure(what: string): Error {
    return new Error(`${this.name} (${this.#plan.command}) ${what}.\n${this.#output.text()}`);
  }
}

/**
 * The command line that asks Linux to end the process when this one is killed and can no longer do it. `setpriv`
 * becomes the command, so that its id stays the process's; elsewhere the command goes as it is.
 */
function tiedToParent(commandLine: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const setpriv = findProgram(['setpriv']);
  return setpriv === undefined ? commandLine : [setpriv, '--pdeathsig', 'TERM', '--', ...commandLine];
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
}
