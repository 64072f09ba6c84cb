import { afterAll, beforeAll } from 'vitest';
import { isQuick } from './fault-list.ts';
import type { FaultReport } from './report.ts';
import { type FaultPlan, runFault } from './run-fault.ts';
import { type FaultServers, startFaultServers } from './servers.ts';

/** Starts the servers of a file's faults and ends them; answers how to run one. */
export function faultSuite(): (plan: FaultPlan) => Promise<FaultReport> {
  let servers: FaultServers;
  beforeAll(async () => {
    servers = await startFaultServers();
  });
  afterAll(() => servers?.stop());
  return (plan) => runFault(servers, plan);
}

/** How long an outage lasts: its full length, or long enough to see something. */
export function outageMs(fullMs: number, quickMs: number): number {
  return isQuick ? quickMs : fullMs;
}
