import { until } from '../faults/pause.ts';
import { Viewers } from '../faults/viewers.ts';
import { ask } from './api.ts';
import { seconds } from './figures.ts';
import type { AutoscalerObject } from './kinds.ts';
import { type MidSaleScene, midSale, type Outcome } from './mid-sale.ts';
import { kubectl } from './programs.ts';
import { type Sale, valuesFile } from './sale.ts';

/** With the 48 viewers of every scenario and its buyers, who have three sockets each, enough for four pods, at 90 a pod. */
const crowdSize = 220;
const buyers = 24;
const upMsMax = 120_000;
const downMsMax = 180_000;
/** Requests under way at a time, enough to keep two small pods busy. */
const arrivalsAtOnce = 48;

/** Lets a crowd come and go while autoscalers decide, and buyers buy. */
export async function scaleWithTheCrowd(sale: Sale): Promise<Outcome> {
  await sale.upgrade(['--values', valuesFile('scaling')]);
  try {
    await awaitMetrics(sale);
    await prescale(sale);
    return await midSale(sale, { scenario: 'autoscaling', load: { buyers }, happen: comeAndGo });
  } finally {
    await sale.upgrade([]);
  }
}

async function comeAndGo({ sale, shows, measure, blame }: MidSaleScene): Promise<void> {
  const [grid] = shows;
  if (grid === undefined) throw new Error('there is no show');
  const startMs = performance.now();
  const crowd = await Viewers.open(sale.mysqlUrl, [grid], sale.apis(), crowdSize);
  const busy = new Arrivals(sale, grid.id);
  try {
    const [realtimeMs, apiMs] = await Promise.all([
      sale.pods('realtime').reach(4, upMsMax),
      sale.pods('seats-api').reach(3, upMsMax),
    ]);
    measure('realtime 2 to 4', seconds(realtimeMs));
    measure('seats-api 2 to 3', seconds(apiMs));
    measure('crowd', crowd.count);
  } finally {
    busy.stop();
    if (crowd.interruptions.lost > 0) blame(`${crowd.interruptions.lost} of the crowd lost their sockets`);
    crowd.close();
  }
  const back = async (service: 'realtime' | 'seats-api') =>
    measure(`${service} back to 2`, seconds(await sale.pods(service).settle(2, downMsMax)));
  await Promise.all([back('realtime'), back('seats-api')]);
  measure('in all', seconds(performance.now() - startMs));
}

/** The job that pre-scales must come to the API server and the seats API, and may set what it is for. */
async function prescale({ namespace }: Sale): Promise<void> {
  const at = ['--namespace', namespace];
  await kubectl(['create', 'job', 'prescale-now', '--from', 'cronjob/onsale-seats-api-prescale', ...at]);
  await kubectl(['wait', 'job/prescale-now', '--for', 'condition=Complete', '--timeout', '50s', ...at]);
  const said = await kubectl(['logs', 'job/prescale-now', ...at]);
  await kubectl(['delete', 'job', 'prescale-now', ...at]);
  if (!said.includes('onsale-realtime keeps 2 pods at least')) throw new Error(`prescale said: ${said}`);
}

/** Whoever scales must have heard of the pods first. */
async function awaitMetrics(sale: Sale): Promise<void> {
  const names = ['onsale-realtime', 'onsale-seats-api'];
  let seen = '';
  const areActive = await until(
    async () => {
      const conditions = await Promise.all(names.map((name) => conditionsOf(sale.namespace, name)));
      seen = conditions.join('; ');
      return conditions.every((text) => text.startsWith('True'));
    },
    90_000,
    1_000,
  );
  if (!areActive) throw new Error(`the autoscalers do not know how things stand: ${seen}`);
}

async function conditionsOf(namespace: string, name: string): Promise<string> {
  const { status } = await ask<AutoscalerObject>(
    `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`,
  );
  const active = status?.conditions?.find(({ type }) => type === 'ScalingActive');
  return `${active?.status ?? 'Unknown'} ${active?.message ?? ''}`;
}

/** People who come without a session and ask where to connect, without a pause. */
class Arrivals {
  readonly #urls: readonly string[];
  #isStopped = false;

  constructor(sale: Sale, show: string) {
    this.#urls = sale.apis().map(({ url }) => `${url}/api/realtime?show=${show}`);
    for (let index = 0; index < arrivalsAtOnce; index++) void this.#ask(index);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #ask(index: number): Promise<void> {
    for (let turn = index; !this.#isStopped; turn++) {
      const url = this.#urls[turn % this.#urls.length] ?? '';
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
      await response?.arrayBuffer().catch(() => null);
    }
  }
}
