import { gatherEvidence } from '../faults/evidence.ts';
import { awaitEqualMaps, awaitHealing, type Blame } from '../faults/healing.ts';
import { History } from '../faults/history.ts';
import { judge } from '../faults/judge.ts';
import { type LoadPlan, prepareLoad, usualLoad } from '../faults/load.ts';
import { pause } from '../faults/pause.ts';
import { readRows } from '../faults/rows.ts';
import { type StagedShow, stageShows, usualTimes } from '../faults/shows.ts';
import { Viewers } from '../faults/viewers.ts';
import { type Figures, keepFigures, seconds } from './figures.ts';
import { Discovery } from './nearest.ts';
import type { Sale } from './sale.ts';

/** What happens to a sale while people buy. */
export interface Happening {
  readonly scenario: string;
  /** Lets it happen, and resolves when it is over. */
  readonly happen: (scene: MidSaleScene) => Promise<void>;
  /** A node whose address nobody uses for the page and the API. */
  readonly withoutNode?: string;
  /** Sockets that watch each of the two shows. */
  readonly viewersPerShow?: number;
  readonly load?: Partial<LoadPlan>;
}

export interface MidSaleScene {
  readonly sale: Sale;
  readonly viewers: Viewers;
  readonly discovery: Discovery;
  readonly history: History;
  readonly shows: readonly StagedShow[];
  /** Keeps a figure for the table. */
  measure(name: string, figure: number | string): void;
  /** Says that something is not as it must be. */
  blame(problem: string): void;
}

export interface Outcome extends Figures {
  /** Everything that was not as it must be. */
  readonly problems: readonly string[];
}

/** Few: the machine that the buyers share with a small cluster may have two cores. */
const clusterLoad: Partial<LoadPlan> = { arrivalsPerSecond: 8, buyers: 60 };
const viewersPerShowUsual = 24;
const warmMs = 2_000;
const afterMs = 2_000;
/** How old a refusal may be, whatever happens [H1]: an older mirror refuses nothing. */
const refusalAgeMsMax = 2_000;
/** Sockets that each buyer may have at a time, each to whatever address is offered. */
const socketDesks = 3;

let salesSoFar = 0;

/** Lets buyers into shows of their own, lets it happen, and judges everything that anybody was told. */
export async function midSale(sale: Sale, happening: Happening): Promise<Outcome> {
  salesSoFar += 1;
  const shows = await stageShows(sale.mysqlUrl, usualTimes, `-${salesSoFar}`);
  const apis = sale.apis(happening.withoutNode);
  const discovery = await Discovery.open(apis, shows[0]?.id ?? '');
  try {
    return await new Run(sale, happening, shows, discovery).run();
  } finally {
    discovery.close();
  }
}

class Run {
  readonly #sale: Sale;
  readonly #happening: Happening;
  readonly #shows: readonly StagedShow[];
  readonly #discovery: Discovery;
  readonly #history = new History();
  readonly #problems: string[] = [];
  readonly #blame: Blame = (problem) => void this.#problems.push(problem);
  readonly #more: Record<string, number | string> = {};

  constructor(sale: Sale, happening: Happening, shows: readonly StagedShow[], discovery: Discovery) {
    this.#sale = sale;
    this.#happening = happening;
    this.#shows = shows;
    this.#discovery = discovery;
  }

  async run(): Promise<Outcome> {
    const { viewersPerShow = viewersPerShowUsual, withoutNode, load: more } = this.#happening;
    const apis = this.#sale.apis(withoutNode);
    const viewers = await Viewers.open(this.#sale.mysqlUrl, this.#shows, apis, viewersPerShow);
    const sockets = Array.from({ length: socketDesks }, (_, index) => this.#discovery.desk(index));
    const plan = { ...usualLoad, ...clusterLoad, ...more };
    const load = await prepareLoad(plan, this.#shows, [...apis, ...sockets], this.#history);
    try {
      load.open();
      await pause(warmMs);
      await this.#happening.happen(this.#scene(viewers));
      const { lost, stale } = viewers.interruptions;
      this.#more.stale = stale;
      const healMs = await awaitHealing(viewers, this.#blame);
      this.#more.heal = healMs === null ? '-' : seconds(healMs);
      await pause(afterMs);
      await load.stop();
      await load.resolve();
      await awaitEqualMaps(viewers, () => readRows(this.#sale.mysqlUrl, this.#shows), this.#blame);
      return await this.#outcome(viewers, lost);
    } finally {
      load.close();
      viewers.close();
    }
  }

  #scene(viewers: Viewers): MidSaleScene {
    return {
      sale: this.#sale,
      viewers,
      discovery: this.#discovery,
      history: this.#history,
      shows: this.#shows,
      measure: (name, figure) => {
        this.#more[name] = figure;
      },
      blame: this.#blame,
    };
  }

  async #outcome(viewers: Viewers, lost: number): Promise<Outcome> {
    const evidence = await gatherEvidence({
      history: this.#history,
      refusalAgeMsMax,
      seen: () => viewers.sightings,
      read: () => readRows(this.#sale.mysqlUrl, this.#shows),
    });
    const { problems, sold } = judge(evidence);
    const figures: Figures = {
      scenario: this.#happening.scenario,
      counts: this.#history.counts(),
      sockets: viewers.count,
      lost,
      more: { ...this.#more, sold, maps: evidence.sightings.length },
    };
    await keepFigures(figures);
    return { ...figures, problems: [...this.#problems, ...problems] };
  }
}
