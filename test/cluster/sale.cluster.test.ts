import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { Buyer } from '../browser/buyer.ts';
import { pause, until } from '../faults/pause.ts';
import { chromiumArgs } from '../servers/index.ts';
import { crash } from './crash.ts';
import { keepFigures, seconds } from './figures.ts';
import { midSale } from './mid-sale.ts';
import { shutDownMysql } from './mysql.ts';
import { clusterObjectsOf, contentsOf, deleteNamespace, makeNamespace } from './namespace.ts';
import { cutOff, drainNode } from './node-faults.ts';
import { bringRealtimeTo, canCut, join, nodeToDrain, uncordon } from './nodes.ts';
import { helm, kubectl } from './programs.ts';
import { rightsOf } from './rights.ts';
import { Sale, serviceNames } from './sale.ts';
import { scaleWithTheCrowd } from './scaling.ts';
import { namespace, nextTag } from './settings.ts';
import { reachedByStranger } from './stranger.ts';
import { mixVersions } from './versions.ts';

let sale: Sale;
let told: string;

beforeAll(async () => {
  await makeNamespace(namespace);
  const startMs = performance.now();
  told = await Sale.install();
  sale = await Sale.open();
  const more = { install: seconds(performance.now() - startMs) };
  await keepFigures({
    scenario: 'helm install of the umbrella',
    counts: null,
    sockets: null,
    lost: null,
    more,
  });
}, 400_000);

afterAll(async () => {
  await sale?.close();
  if (process.env.CLUSTER_KEEP !== '1') await deleteNamespace(namespace);
}, 200_000);

describe('a sale that one helm install brings', () => {
  it('says where to click, and has every pod ready in a namespace of restricted pods', async () => {
    expect(told).toContain(sale.pageUrl());
    for (const service of [...serviceNames, 'mysql', 'redis'] as const)
      expect((await sale.pods(service).ready()).length, service).toBeGreaterThan(0);
  });

  it('passes helm test', async () => {
    const printed = await helm(['test', sale.release, '--namespace', namespace, '--timeout', '3m']);
    expect(printed.match(/Phase: +Succeeded/g)).toHaveLength(serviceNames.length);
  });

  describe('for a person at a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: [...chromiumArgs] });
    });
    afterAll(() => browser?.close());

    it('[S1] [P1] sells a seat over a socket straight to a node, and another sees it', async () => {
      const ann = await Buyer.arrive(browser, sale.pageUrl());
      const ben = await Buyer.arrive(browser, sale.apis().at(-1)?.url ?? '');
      const sockets: string[] = [];
      ann.page.on('websocket', (socket) => sockets.push(new URL(socket.url()).hostname));
      await Promise.all([ann.open('demo'), ben.open('demo')]);
      await ann.hold(4);
      await ben.sees(4, 'held');
      await ann.pay();
      await ann.page.getByTestId('order-done').click();
      await ann.owns(4, 'owned');
      await ben.sees(4, 'sold');
      await expect.poll(async () => (await ann.mapHash()) === (await ben.mapHash())).toBe(true);
      expect([...ann.faults, ...ben.faults]).toEqual([]);
      expect(sale.nodes.map(({ address }) => address)).toEqual(expect.arrayContaining(sockets));
      await Promise.all([ann.leave(), ben.leave()]);
    });
  });

  it('gives its accounts the right to see nodes and endpoint slices, one of them, and no other', async () => {
    const accounts = [...serviceNames, 'demo'].map((name) => `onsale-${name}`);
    expect(await rightsOf(namespace, [...accounts, 'default'])).toEqual([
      'onsale-seats-api: list nodes',
      'onsale-seats-api: watch nodes',
      'onsale-seats-api: list endpointslices',
      'onsale-seats-api: watch endpointslices',
    ]);
  });

  it('refuses a pod that is none of its own, where the cluster enforces policies', async ({ skip }) => {
    const realtime = await sale.pods('realtime').any();
    const api = await sale.pods('seats-api').any();
    const forBuyers = ['onsale-web:8080', 'onsale-realtime:8082'];
    const forItself = [
      ...['onsale-mysql:3306', 'onsale-redis:6379', 'onsale-seats-api:8081', 'onsale-payment-sandbox:8083'],
      ...[`${realtime.status.podIP}:9090`, `${api.status.podIP}:9090`],
    ];
    const image = api.status.containerStatuses?.[0]?.image ?? '';
    const reached = await reachedByStranger(namespace, image, [...forBuyers, ...forItself]);
    expect(reached).toEqual(expect.arrayContaining(forBuyers));
    const among = forItself.filter((address) => reached.includes(address));
    skip(among.length === forItself.length, 'this cluster does not enforce NetworkPolicies');
    expect(among).toEqual([]);
  });
});

describe('in mid-sale', () => {
  it.each(serviceNames)('[A1] [H5] [L3] every pod of %s is replaced, and nobody notices', async (service) => {
    const { problems, lost } = await midSale(sale, {
      scenario: `rolling update of ${service}`,
      happen: async ({ measure }) => measure('roll', seconds(await sale.roll(service))),
    });
    expect(problems).toEqual([]);
    expect(lost).toBe(0);
  });

  it('[A1] [L3] realtime goes from 2 pods to 4 with the crowd and back after it, and seats-api by CPU', async () => {
    const { problems } = await scaleWithTheCrowd(sale);
    expect(problems).toEqual([]);
  });

  it('[A1] [L3] a node is drained, and nobody notices', async () => {
    const node = await nodeToDrain(sale, inject('realtimeNode'));
    await bringRealtimeTo(sale, node);
    onTestFinished(() => uncordon(node));
    const { problems, lost } = await midSale(sale, {
      scenario: 'kubectl drain of a node',
      happen: (scene) => drainNode(scene, node),
    });
    expect(problems).toEqual([]);
    expect(lost).toBe(0);
  });

  it.each(['realtime', 'seats-api'] as const)(
    '[L1] [L3] a pod of %s crashes, and nothing that was answered is lost',
    async (service) => {
      const { problems } = await midSale(sale, {
        scenario: `a pod of ${service} crashes`,
        happen: async ({ viewers, measure }) => {
          const pods = sale.pods(service);
          await crash(pods, await pods.any());
          await until(() => viewers.live === viewers.count, 20_000, 50);
          measure('ready again', seconds(await sale.pods(service).settle(2)));
        },
      });
      expect(problems).toEqual([]);
    },
  );

  it.skipIf(!canCut)(
    '[L3] a node is cut off: its address is gone and its clients are elsewhere within 10 s',
    async () => {
      const node = inject('realtimeNode');
      await bringRealtimeTo(sale, node);
      onTestFinished(() => join(node));
      const { problems } = await midSale(sale, {
        scenario: 'a node cut off from the network',
        withoutNode: node,
        happen: (scene) => cutOff(scene, node),
      });
      expect(problems).toEqual([]);
    },
  );

  it('[L1] [L3] Redis and MySQL are restarted', async () => {
    const { problems } = await midSale(sale, {
      scenario: 'Redis’s pod replaced, MySQL restarted',
      happen: async ({ measure }) => {
        const redis = await sale.pods('redis').any();
        await kubectl(['delete', 'pod', redis.metadata.name, '--namespace', namespace]);
        measure('redis', seconds(await sale.pods('redis').settle(1)));
        await pause(2_000);
        measure('mysql', seconds(await shutDownMysql(sale)));
        for (const service of ['seats-api', 'realtime'] as const) await sale.pods(service).settle(2);
      },
    });
    expect(problems).toEqual([]);
  });
});

describe.skipIf(nextTag === null)('versions', () => {
  it('[A1] [L3] seats-api of the next beside realtime of this one, and the reverse, sell together', async () => {
    const { problems, lost } = await midSale(sale, {
      scenario: 'next version of seats-api, then of realtime',
      happen: (scene) => mixVersions(scene, nextTag ?? ''),
    });
    expect(problems).toEqual([]);
    expect(lost).toBe(0);
  });
});

describe('in the end', () => {
  it('the demo’s data are gone with MySQL’s pod, and the same upgrade makes tables and shows anew', async () => {
    const mysql = await sale.pods('mysql').any();
    await kubectl(['delete', 'pod', mysql.metadata.name, '--namespace', namespace]);
    await sale.upgrade([]);
    await sale.reopenMysql();
    const printed = await helm(['test', sale.release, '--namespace', namespace, '--timeout', '3m']);
    expect(printed.match(/Phase: +Succeeded/g)).toHaveLength(serviceNames.length);
  });

  it('helm uninstall leaves nothing behind', async () => {
    await helm(['uninstall', sale.release, '--namespace', namespace, '--wait', '--timeout', '2m']);
    await until(async () => (await contentsOf(namespace)).length === 0, 60_000, 1_000);
    expect(await contentsOf(namespace)).toEqual([]);
    expect(await clusterObjectsOf(sale.release)).toEqual([]);
  });
});
