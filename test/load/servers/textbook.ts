import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { freePort } from '../../servers/free-port.ts';
import { seatsPerRow } from '../clients/textbook-dialect.ts';
import { tableSql } from '../textbook/seats.ts';
import { type DesignPlan, type RunningDesign, type SeatTruth, seatsIn } from './design.ts';
import { createNodeProcess } from './node-process.ts';

const digits: Readonly<Record<string, number>> = { cancel: 0, reserve: 1, pay: 2 };

/** Starts the textbook design: so many instances of its one server. */
export async function startTextbook(plan: DesignPlan): Promise<RunningDesign> {
  await createTable(plan.mysqlUrl);
  const ports = await Promise.all(Array.from({ length: plan.processes }, () => freePort()));
  const processes = ports.map((port, index) =>
    createNodeProcess({
      name: plan.processes === 1 ? 'realtime' : `realtime-${index + 1}`,
      main: 'test/load/textbook/server.ts',
      port,
      readyPath: '/healthz',
      nodeArgs: plan.nodeArgs,
      env: { MYSQL_URL: plan.mysqlUrl, REDIS_URL: plan.redisUrl, ...plan.env },
      log: plan.log,
    }),
  );
  const stop = async () => {
    await Promise.all(processes.map((each) => each.stop()));
  };
  try {
    await Promise.all(processes.map((each) => each.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  const realtimeUrls = ports.map((port) => `http://127.0.0.1:${port}`);
  return { realtimeUrls, apiUrl: realtimeUrls[0] ?? '', processes, truth: () => readTruth(plan), stop };
}

async function createTable(url: string): Promise<void> {
  const connection = await createConnection({ uri: url });
  await connection.query(tableSql).finally(() => connection.destroy());
}

async function readTruth({ mysqlUrl, sale }: DesignPlan): Promise<SeatTruth> {
  const connection = await createConnection({ uri: mysqlUrl });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT seatId, actionType FROM Seat');
    const states = new Uint8Array(seatsIn(sale));
    for (const { seatId, actionType } of rows) {
      const [row = 0, col = 0] = (seatId as string).split('-').map(Number);
      states[row * seatsPerRow + col] = digits[actionType as string] ?? 0;
    }
    return { states, heads: [] };
  } finally {
    connection.destroy();
  }
}
