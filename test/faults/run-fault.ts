import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatherEvidence } from './evidence.ts';
import type { FaultName } from './fault-list.ts';
import { awaitEqualMaps, awaitHealing, type Blame } from './healing.ts';
import { History } from './history.ts';
import { judge } from './judge.ts';
import { type Load, type LoadPlan, prepareLoad, usualLoad } from './load.ts';
import { pause } from './pause.ts';
import { type FaultReport, runFolder, type StockResult, slugOf, writeReport } from './report.ts';
import { readRows, readServerVersion } from './rows.ts';
import type { FaultServers } from './servers.ts';
import type { ShowTimes } from './shows.ts';
import { Stage, type StageOptions } from './stage.ts';
import { type Sighting, Viewers } from './viewers.ts';

/** What a fault has to work with while the load goes on. */
export interface Scene {
  readonly stage: Stage;
  readonly servers: FaultServers;
  readonly viewers: Viewers;
  readonly history: History;
  /** The load goes on by itself, except where the plan leaves its opening to the fault. */
  readonly load: Load;
  /** Keeps a figure for the report. */
  measure(name: string, figure: number): void;
  /** Keeps what the stock adapter lost under the same fault, once the maps have been looked at. */
  compareLater(result: () => Promise<StockResult>): void;
  /** Keeps maps that others than the viewers saw, to be judged with theirs. */
  witness(sightings: readonly Sighting[]): void;
  /** Says that something is not as it must be. */
  blame(problem: string): void;
}

export interface FaultPlan {
  readonly fault: FaultName;
  /** Whether the fault comes before the load, which it then begins itself. */
  readonly comesFirst?: boolean;
  /** Causes the fault, and resolves when it is over. */
  readonly inject: (scene: Scene) => Promise<void>;
  readonly load?: Partial<LoadPlan>;
  readonly times?: ShowTimes;
  readonly env?: StageOptions['env'];
  /** How long all is well before the fault. */
  readonly warmMs?: number;
  /** How long the load goes on after the fault. */
  readonly afterMs?: number;
}

const usualWarmMs = 2_500;
const usualAfterMs = 3_000;
const viewersPerShow = 6;
/** How old a refusal may be, whatever happens [H1]: an older mirror refuses nothing. */
const refusalAgeMsMax = 2_000;

/** Runs a sale, breaks something, and judges everything that anybody was told. */
export async function runFault(servers: FaultServers, plan: FaultPlan): Promise<FaultReport> {
  const log: string[] = [];
  const stage = await Stage.open(servers, {
    log: (line) => log.length < 20_000 && log.push(line),
    ...(plan.times === undefined ? {} : { times: plan.times }),
    ...(plan.env === undefined ? {} : { env: plan.env }),
  });
  try {
    const report = await new FaultRun(servers, stage, plan).run();
    await writeReport(report);
    return report;
  } finally {
    await stage.close();
    await mkdir(runFolder, { recursive: true });
    await writeFile(join(runFolder, `${slugOf(plan.fault)}.log`), log.join('\n'));
  }
}

class FaultRun {
  readonly #servers: FaultServers;
  readonly #stage: Stage;
  readonly #plan: FaultPlan;
  readonly #loadPlan: LoadPlan;
  readonly #history = new History();
  readonly #problems: string[] = [];
  readonly #blame: Blame = (problem) => void this.#problems.push(problem);
  readonly #sightings: Sighting[] = [];
  readonly #figures: Record<string, number> = {};
  #stockResult: (() => Promise<StockResult>) | null = null;
  #stock: StockResult | null = null;

  constructor(servers: FaultServers, stage: Stage, plan: FaultPlan) {
    this.#servers = servers;
    this.#stage = stage;
    this.#plan = plan;
    this.#loadPlan = { ...usualLoad, ...plan.load };
  }

  async run(): Promise<FaultReport> {
    const { database, shows, seatsApis, processes } = this.#stage;
    const viewers = await Viewers.open(database.url, shows, seatsApis, viewersPerShow);
    const load = await prepareLoad(this.#loadPlan, shows, processes, this.#history);
    const startMs = performance.now();
    try {
      if (this.#plan.comesFirst !== true) {
        load.open();
        await pause(this.#plan.warmMs ?? usualWarmMs);
      }
      await this.#plan.inject(this.#scene(viewers, load));
      const healMs = await awaitHealing(viewers, this.#blame);
      this.#stock = (await this.#stockResult?.()) ?? null;
      await pause(this.#plan.afterMs ?? usualAfterMs);
      await load.stop();
      const loadSeconds = (performance.now() - startMs) / 1_000;
      await load.resolve();
      await awaitEqualMaps(viewers, () => readRows(database.url, shows), this.#blame);
      return await this.#report(viewers, load, healMs, loadSeconds);
    } finally {
      load.close();
      viewers.close();
    }
  }

  #scene(viewers: Viewers, load: Load): Scene {
    return {
      stage: this.#stage,
      servers: this.#servers,
      viewers,
      history: this.#history,
      load,
      measure: (name, figure) => {
        this.#figures[name] = Math.round(figure * 1_000) / 1_000;
      },
      compareLater: (result) => {
        this.#stockResult = result;
      },
      witness: (sightings) => this.#sightings.push(...sightings),
      blame: this.#blame,
    };
  }

  async #report(
    viewers: Viewers,
    load: Load,
    healMs: number | null,
    loadSeconds: number,
  ): Promise<FaultReport> {
    const { database, shows, troubles } = this.#stage;
    const evidence = await gatherEvidence({
      history: this.#history,
      refusalAgeMsMax,
      seen: () => [...viewers.sightings, ...this.#sightings],
      read: () => readRows(database.url, shows),
    });
    const judgement = judge(evidence);
    return {
      fault: this.#plan.fault,
      mysql: await readServerVersion(database.url),
      seed: this.#loadPlan.seed,
      arrivalsPerSecond: this.#loadPlan.arrivalsPerSecond,
      loadSeconds: Math.round(loadSeconds * 10) / 10,
      counts: this.#history.counts(),
      turnedAway: load.turnedAway,
      viewers: viewers.count,
      mapsChecked: evidence.sightings.length,
      seatsChecked: judgement.seatsChecked,
      sold: judgement.sold,
      secondsToHeal: healMs === null ? null : Math.round(healMs) / 1_000,
      stock: this.#stock,
      figures: this.#figures,
      problems: [...this.#problems, ...troubles, ...judgement.problems],
    };
  }
}
