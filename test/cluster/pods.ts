import { until } from '../faults/pause.ts';
import { ask } from './api.ts';
import { isReady, type Listed, type PodObject } from './kinds.ts';
import { kubectl } from './programs.ts';

const readyMsMax = 120_000;

/** The pods of one service of one namespace, as they stand. */
export class Pods {
  readonly namespace: string;
  readonly service: string;

  constructor(namespace: string, service: string) {
    this.namespace = namespace;
    this.service = service;
  }

  async all(): Promise<readonly PodObject[]> {
    const selector = encodeURIComponent(`app.kubernetes.io/name=${this.service}`);
    const path = `/api/v1/namespaces/${this.namespace}/pods?labelSelector=${selector}`;
    const { items } = await ask<Listed<PodObject>>(path);
    return items;
  }

  async ready(): Promise<readonly PodObject[]> {
    return (await this.all()).filter(isReady);
  }

  /** One that is ready. Throws when there is none. */
  async any(): Promise<PodObject> {
    const [pod] = await this.ready();
    if (pod === undefined) throw new Error(`no pod of ${this.service} is ready`);
    return pod;
  }

  /** How often a container of it was started again, of a pod by its name. */
  async restarts(pod: string): Promise<number> {
    const { status } = await ask<PodObject>(`/api/v1/namespaces/${this.namespace}/pods/${pod}`);
    return status.containerStatuses?.[0]?.restartCount ?? 0;
  }

  /** Waits until so many are ready and no others are there; answers milliseconds. */
  async settle(count: number, timeoutMs = readyMsMax): Promise<number> {
    const startMs = performance.now();
    const isSo = await until(
      async () => {
        const pods = await this.all();
        return pods.length === count && pods.every(isReady);
      },
      timeoutMs,
      500,
    );
    if (!isSo) throw new Error(`${this.service} does not come to ${count} ready pods\n${await this.tell()}`);
    return performance.now() - startMs;
  }

  /** Waits until at least so many are ready; answers milliseconds. */
  async reach(count: number, timeoutMs = readyMsMax): Promise<number> {
    const startMs = performance.now();
    const isSo = await until(async () => (await this.ready()).length >= count, timeoutMs, 500);
    if (!isSo) throw new Error(`${this.service} has no ${count} ready pods\n${await this.tell()}`);
    return performance.now() - startMs;
  }

  /** What they said, those that ended before too. */
  logs(): Promise<string> {
    const selector = `app.kubernetes.io/name=${this.service}`;
    return kubectl([
      ...['logs', '--namespace', this.namespace, '--selector', selector],
      ...['--tail', '-1', '--all-containers', '--max-log-requests', '20'],
    ]);
  }

  /** How they stand, for messages. */
  tell(): Promise<string> {
    return kubectl(['get', 'pods', '--namespace', this.namespace, '--output', 'wide']);
  }
}
