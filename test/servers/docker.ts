import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from './programs.ts';
import { runCommand } from './run-command.ts';
import type { Log } from './server.ts';

const engineMsMax = 20_000;
const commandMsMax = 60_000;
const pullMsMax = 10 * 60_000;
const readyMsMax = 120_000;
const probeEveryMs = 250;

/** Whether the Docker command is there and its engine answers. */
export async function dockerAnswers(): Promise<boolean> {
  if (findProgram(['docker']) === undefined) return false;
  try {
    await runCommand('docker', ['info'], { timeoutMs: engineMsMax });
    return true;
  } catch {
    return false;
  }
}

export interface ContainerPlan {
  readonly image: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A folder of this machine that the container keeps its data in. */
  readonly volume?: { readonly folder: string; readonly at: string };
  readonly args?: readonly string[];
  readonly probe: () => Promise<unknown>;
}

/** A server in a container of its own, with the same shape as `OwnProcess`. */
export class OwnContainer {
  readonly #plan: ContainerPlan;
  readonly #name = `onsale-test-${randomBytes(6).toString('hex')}`;
  #pid: number | undefined;
  #isCreated = false;

  constructor(plan: ContainerPlan) {
    this.#plan = plan;
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  async pull(log: Log): Promise<void> {
    log(`pulling the Docker image ${this.#plan.image} …`);
    await runCommand('docker', ['pull', '--quiet', this.#plan.image], { timeoutMs: pullMsMax });
  }

  async start(): Promise<void> {
    if (this.#isCreated) await this.#docker(['start', this.#name]);
    else await this.#create();
    const pid = await this.#docker(['inspect', '--format', '{{.State.Pid}}', this.#name]);
    this.#pid = Number(pid);
    await this.#untilItAnswers();
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    await this.#docker(['kill', '--signal', signal, this.#name]);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
    await this.#docker(['wait', this.#name]);
    this.#pid = undefined;
  }

  async stop(): Promise<void> {
    this.#pid = undefined;
    if (this.#isCreated) await this.#remove();
    this.#isCreated = false;
  }

  async #create(): Promise<void> {
    try {
      await this.#docker(this.#runArgs());
      this.#isCreated = true;
    } catch (error) {
      // Docker leaves a container behind that it created and could not start, for example when the port is taken.
      await this.#remove().catch(() => {});
      throw error;
    }
  }

  async #remove(): Promise<void> {
    await this.#docker(['rm', '--force', '--volumes', this.#name]);
  }

  #runArgs(): string[] {
    const { image, hostPort, containerPort, env = {}, volume, args = [] } = this.#plan;
    const settings = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    const publish = ['--publish', `127.0.0.1:${hostPort}:${containerPort}`];
    const mount = volume === undefined ? [] : ['--volume', `${volume.folder}:${volume.at}`];
    return ['run', '--detach', '--name', this.#name, ...publish, ...mount, ...settings, image, ...args];
  }

  async #untilItAnswers(): Promise<void> {
    const deadline = Date.now() + readyMsMax;
    for (;;) {
      try {
        await this.#plan.probe();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw await this.#failure(error);
        await delay(probeEveryMs);
      }
    }
  }

  async #failure(cause: unknown): Promise<Error> {
    const logs = await this.#docker(['logs', '--tail', '40', this.#name]).catch(() => '');
    await this.stop();
    return new Error(`${this.#plan.image} in Docker did not answer within ${readyMsMax} ms.\n${logs}`, {
      cause,
    });
  }

  #docker(args: readonly string[]): Promise<string> {
    return runCommand('docker', args, { timeoutMs: commandMsMax });
  }
}
