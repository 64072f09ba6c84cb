import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { OwnProcess } from '../../servers/own-process.ts';
import type { DesignPlan } from './design.ts';

const rootFolder = resolve(import.meta.dirname, '../../..');
const probeMsMax = 1_000;

export interface NodeProcessPlan {
  readonly name: string;
  /** The TypeScript file to run, from the repository's root. */
  readonly main: string;
  readonly port: number;
  /** Where it answers when it is ready. */
  readonly readyPath: string;
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly log: DesignPlan['log'];
}

/** A process of a design, on a port of the loopback address. */
export function createNodeProcess(plan: NodeProcessPlan): OwnProcess {
  return new OwnProcess({
    name: plan.name,
    command: process.execPath,
    args: [...plan.nodeArgs, join(rootFolder, plan.main)],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(plan.port),
      // Most of a process's start is reading its TypeScript; the second time that is done already.
      NODE_COMPILE_CACHE: join(tmpdir(), 'onsale-compile-cache'),
      ...plan.env,
    },
    probe: () => untilReady(`http://127.0.0.1:${plan.port}${plan.readyPath}`),
    onLine: (line) => plan.log(`${plan.name} | ${line}`),
    onEnd: (ending) => plan.log(`${plan.name} ended by itself: ${ending}`),
  });
}

async function untilReady(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(probeMsMax) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}
