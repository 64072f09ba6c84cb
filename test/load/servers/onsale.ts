import { migrateMysql, openMysqlStore } from '@onsale/store-mysql';
import { freePort } from '../../servers/free-port.ts';
import { type DesignPlan, type RunningDesign, type SeatTruth, seatsIn } from './design.ts';
import { createNodeProcess } from './node-process.ts';

/** All buyers come from one machine and buy as fast as they can: limits per buyer and per address would stop them. */
const noLimits = {
  HOLDS_PER_MINUTE_MAX: '0',
  DROPS_MAX: '0',
  BUYER_COMMANDS_PER_SECOND: '0',
  ADDRESS_COMMANDS_PER_SECOND: '0',
  ADDRESS_SOCKETS_MAX: '0',
};

/** Starts this system: one seats-api and the realtime processes, as the services run in a cluster. */
export async function startOnsale(plan: DesignPlan): Promise<RunningDesign> {
  await prepareShow(plan);
  const apiPort = await freePort();
  const ports = await Promise.all(Array.from({ length: plan.processes }, () => freePort()));
  const realtimeUrls = ports.map((port) => `http://127.0.0.1:${port}`);
  const env = {
    ...noLimits,
    MYSQL_URL: plan.mysqlUrl,
    REDIS_URL: plan.redisUrl,
    SESSION_KEYS: plan.sessionKeys,
    REALTIME_ENDPOINTS: realtimeUrls.join(','),
    DEFAULT_SHOW: plan.sale.show.id,
    ...plan.env,
  };
  const { log, nodeArgs } = plan;
  const shared = { env, log, readyPath: '/readyz' };
  const api = createNodeProcess({
    ...shared,
    name: 'seats-api',
    main: 'services/seats-api/src/main.ts',
    port: apiPort,
    nodeArgs: [],
  });
  const realtimes = ports.map((port, index) =>
    createNodeProcess({
      ...shared,
      name: plan.processes === 1 ? 'realtime' : `realtime-${index + 1}`,
      main: 'services/realtime/src/main.ts',
      port,
      nodeArgs,
    }),
  );
  const processes = [api, ...realtimes];
  const stop = async () => {
    await Promise.all(processes.map((each) => each.stop()));
  };
  try {
    await Promise.all(processes.map((each) => each.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    realtimeUrls,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    processes,
    truth: () => readTruth(plan),
    stop,
  };
}

async function prepareShow({ mysqlUrl, sale }: DesignPlan): Promise<void> {
  await migrateMysql(mysqlUrl);
  const store = await openMysqlStore({ url: mysqlUrl });
  try {
    await store.importShow(sale);
  } finally {
    await store.close();
  }
}

async function readTruth({ mysqlUrl, sale }: DesignPlan): Promise<SeatTruth> {
  const store = await openMysqlStore({ url: mysqlUrl });
  try {
    const states = new Uint8Array(seatsIn(sale));
    const heads: number[] = [];
    let first = 0;
    for (const [section, count] of sale.sectionCounts.entries()) {
      const snapshot = await store.snapshot({ show: sale.show.id, section });
      if (snapshot === null) throw new Error(`section ${section} is not in the database`);
      states.set(snapshot.states, first);
      heads.push(snapshot.version);
      first += count;
    }
    return { states, heads };
  } finally {
    await store.close();
  }
}
