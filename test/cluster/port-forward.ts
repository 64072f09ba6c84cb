import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../faults/pause.ts';
import { freePort } from '../servers/free-port.ts';

const readyMsMax = 20_000;

/** A port of this machine that leads to a port of a Service's pod, past every NetworkPolicy. */
export class PortForward {
  readonly #target: string;
  readonly #namespace: string;
  readonly #targetPort: number;
  readonly port: number;
  #child: ChildProcess | null = null;

  private constructor(namespace: string, target: string, targetPort: number, port: number) {
    this.#namespace = namespace;
    this.#target = target;
    this.#targetPort = targetPort;
    this.port = port;
  }

  static async open(namespace: string, target: string, targetPort: number): Promise<PortForward> {
    const forward = new PortForward(namespace, target, targetPort, await freePort());
    await forward.renew();
    return forward;
  }

  /** Leads to the pod that is there now: a forward ends with its pod. */
  async renew(): Promise<void> {
    await this.close();
    const child = spawn(
      'kubectl',
      [
        ...['port-forward', '--namespace', this.#namespace, this.#target],
        ...[`${this.port}:${this.#targetPort}`, '--address', '127.0.0.1'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2_000);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2_000);
    });
    const isReady = await until(
      () => said.includes('Forwarding from') || child.exitCode !== null,
      readyMsMax,
    );
    if (!isReady || child.exitCode !== null) throw new Error(`kubectl port-forward ${this.#target}: ${said}`);
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  }
}
