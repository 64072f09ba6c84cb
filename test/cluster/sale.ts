import { join } from 'node:path';
import type { Desk } from '../faults/buyer.ts';
import type { Listed, NodeObject } from './kinds.ts';
import { Pods } from './pods.ts';
import { PortForward } from './port-forward.ts';
import { getJson, helm, kubectl } from './programs.ts';
import { moreValues, namespace, rootFolder } from './settings.ts';

const installMsMax = 300_000;
/** As the values of the tests say. */
const addressTypes = ['ExternalIP', 'InternalIP'];
const pagePort = 30_080;

export const serviceNames = ['seats-api', 'realtime', 'web', 'payment-sandbox'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const valuesFile = (name: string): string => join(import.meta.dirname, 'values', `${name}.yaml`);
export const chartFolder = (chart: string): string => join(rootFolder, 'charts', chart);

/** The `--values` of every chart that the tests install. */
export function valueArgs(...files: readonly string[]): string[] {
  const all = moreValues === null ? files : [...files, moreValues];
  return all.flatMap((file) => ['--values', file]);
}

export interface NodeAddress {
  readonly node: string;
  readonly address: string;
}

/** Where buyers reach each node that takes work. */
export async function nodeAddresses(): Promise<NodeAddress[]> {
  const { items } = await getJson<Listed<NodeObject>>(['nodes']);
  return items.flatMap(({ metadata, status }) => {
    const known = addressTypes.map((type) => status.addresses.find((each) => each.type === type));
    const address = known.find((each) => each !== undefined)?.address;
    return address === undefined ? [] : [{ node: metadata.name, address }];
  });
}

/** The sale that the umbrella installs, with its demo, and the ways to it from outside the cluster. */
export class Sale {
  readonly namespace = namespace;
  readonly release = 'onsale';
  readonly nodes: readonly NodeAddress[];
  readonly #mysql: { forward: PortForward; url: string };

  private constructor(nodes: readonly NodeAddress[], mysql: { forward: PortForward; url: string }) {
    this.nodes = nodes;
    this.#mysql = mysql;
  }

  /** `helm install`, as far as it waits. */
  static async install(): Promise<string> {
    const args = ['--namespace', namespace, ...valueArgs(valuesFile('sale'))];
    return helm(['install', 'onsale', chartFolder('onsale'), ...args, '--wait', '--timeout', '5m'], {
      timeoutMs: installMsMax,
    });
  }

  /** The sale that is installed, with a way to its database past the services. */
  static async open(): Promise<Sale> {
    const secret = await getJson<{ data: Record<string, string> }>([
      ...['secret', 'onsale-demo', '--namespace', namespace],
    ]);
    const password = Buffer.from(secret.data.MYSQL_PASSWORD ?? '', 'base64').toString();
    const forward = await PortForward.open(namespace, 'service/onsale-mysql', 3306);
    const url = `mysql://onsale:${password}@127.0.0.1:${forward.port}/onsale`;
    return new Sale(await nodeAddresses(), { forward, url });
  }

  /** The database, through a port of this machine. */
  get mysqlUrl(): string {
    return this.#mysql.url;
  }

  /** The way to the database, after its pod was another. */
  async reopenMysql(): Promise<void> {
    await this.#mysql.forward.renew();
  }

  async close(): Promise<void> {
    await this.#mysql.forward.close();
  }

  pods(service: ServiceName | 'mysql' | 'redis'): Pods {
    return new Pods(this.namespace, service);
  }

  /** The page and the API at every node but one. */
  apis(without?: string): Desk[] {
    return this.nodes
      .filter(({ node }) => node !== without)
      .map(({ node, address }) => ({
        name: `web at ${node}`,
        url: `http://${address}:${pagePort}`,
        service: 'seats-api',
      }));
  }

  /** The page at a node, as one types it. */
  pageUrl(): string {
    const [api] = this.apis();
    if (api === undefined) throw new Error('no node has an address of the types that buyers use');
    return api.url;
  }

  /** `helm upgrade` with the values of the install and more. */
  async upgrade(more: readonly string[]): Promise<void> {
    const args = ['--namespace', namespace, ...valueArgs(valuesFile('sale')), ...more];
    await helm(['upgrade', this.release, chartFolder('onsale'), ...args, '--wait', '--timeout', '5m'], {
      timeoutMs: installMsMax,
    });
  }

  /** Replaces every pod of a service, one after the other, and waits for the last to be gone; answers milliseconds. */
  async roll(service: ServiceName): Promise<number> {
    const startMs = performance.now();
    const count = (await this.pods(service).ready()).length;
    const before = new Set((await this.pods(service).all()).map(({ metadata }) => metadata.uid));
    const deployment = `deployment/${this.release}-${service}`;
    const at = ['--namespace', this.namespace];
    await kubectl(['rollout', 'restart', deployment, ...at]);
    await kubectl(['rollout', 'status', deployment, ...at, '--timeout', '180s'], { timeoutMs: 200_000 });
    await this.pods(service).settle(count);
    const left = (await this.pods(service).all()).filter(({ metadata }) => before.has(metadata.uid));
    if (left.length > 0) throw new Error(`${left.length} pods of ${service} were not replaced`);
    return performance.now() - startMs;
  }
}
