import type { PaymentStage, SaleProcess, ServicePlan } from './payment-stage.ts';
import { TappedLine } from './tapped-line.ts';

/** A process whose every line the test has its hand on, with nobody to start it again. */
export interface Victim {
  /** Where it is reached. */
  readonly url: string;
  readonly process: SaleProcess;
  readonly lines: {
    readonly mysql: TappedLine;
    readonly sandbox: TappedLine;
    /** From buyers to it. */
    readonly buyer: TappedLine;
  };
  stop(): Promise<void>;
}

/** A victim that is not started yet. */
export async function planVictim(stage: PaymentStage, plan: ServicePlan): Promise<Victim> {
  const mysql = await TappedLine.open(stage.databaseUrl);
  const sandbox = await TappedLine.open(stage.sandbox.url);
  const env = { ...plan.env, MYSQL_URL: mysql.url, PAYMENT_URL: sandbox.url };
  const process = await stage.plan({ ...plan, env });
  const buyer = await TappedLine.open(process.url);
  return {
    url: buyer.url,
    process,
    lines: { mysql, sandbox, buyer },
    async stop() {
      await process.kill();
      await Promise.all([mysql, sandbox, buyer].map((line) => line.close()));
    },
  };
}

export async function startVictim(stage: PaymentStage, plan: ServicePlan): Promise<Victim> {
  const victim = await planVictim(stage, plan);
  await victim.process.start();
  return victim;
}
