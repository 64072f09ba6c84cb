import { type Asker, Buying } from './buying.ts';
import { Client } from './client.ts';
import type { Dialect } from './dialect.ts';
import type { BuyingPlan, CrowdPlan, WorkerLook, WorkerReport } from './messages.ts';
import { createOnsaleDialect } from './onsale-dialect.ts';
import { SampledMap } from './sampled-map.ts';
import { Screens } from './screens.ts';
import { createTextbookDialect } from './textbook-dialect.ts';

const openingAtOnce = 60;
/** Each loopback address gives 28,000 ports; ended connections keep theirs for a minute. */
const addressCount = 16;
const usersPerWorker = 100_000;

/** The clients of one worker process. */
export class WorkerCrowd {
  readonly #plan: CrowdPlan;
  readonly #screens: Screens;
  readonly #clients: { readonly client: Client; readonly process: number; readonly hasScreen: boolean }[] =
    [];
  readonly #buying: Buying;

  constructor(plan: CrowdPlan, onExhausted: () => void) {
    this.#plan = plan;
    this.#screens = new Screens(plan.urls.length, plan.startMs);
    const askers: { asker: Asker; numberOf: Dialect['numberOf'] }[] = [];
    for (let index = 0; index < plan.buyers + plan.viewers; index++) {
      const isBuyer = index < plan.buyers;
      const dialect = this.#dialectOf(index, isBuyer);
      const client = this.#clientOf(index, isBuyer, dialect);
      if (isBuyer) askers.push({ asker: client, numberOf: dialect.numberOf });
    }
    this.#buying = new Buying(askers, onExhausted);
  }

  async open(): Promise<void> {
    const waiting = this.#clients.map(({ client }) => client).values();
    const openSome = async () => {
      for (const client of waiting) await client.open();
    };
    await Promise.all(Array.from({ length: openingAtOnce }, openSome));
  }

  buy(plan: BuyingPlan): void {
    this.#buying.begin(plan);
  }

  look(): WorkerLook {
    return {
      pending: this.#buying.pending,
      lastFrameMs: this.#screens.lastFrameMs,
      lowestVersions: this.#plan.urls.map((_, process) => this.#lowestVersions(process)),
    };
  }

  report(): WorkerReport {
    const { reads, frames, bytes } = this.#screens.deliveries();
    return {
      commands: this.#buying.report(),
      frames: this.#screens.records(),
      deliveringReads: reads,
      deliveredFrames: frames,
      deliveredBytes: bytes,
      sampled: this.#clients.flatMap(({ client: { map }, process }) =>
        map === null ? [] : [{ process, states: map.states, shownMs: map.shownMs }],
      ),
      screens: this.#plan.urls.map((_, process) => this.#screensOf(process).length),
      lowestVersions: this.#plan.urls.map((_, process) => this.#lowestVersions(process)),
      gaps: this.#clients.reduce((sum, { client }) => sum + client.gaps, 0),
      lostSockets: this.#clients.filter(({ client }) => client.isLost).length,
    };
  }

  #screensOf(process: number): Client[] {
    return this.#clients
      .filter((each) => each.hasScreen && each.process === process)
      .map(({ client }) => client);
  }

  #lowestVersions(process: number): number[] {
    const screens = this.#screensOf(process);
    return Array.from({ length: this.#plan.sectionCount }, (_, section) =>
      screens.reduce((lowest, { versions }) => Math.min(lowest, versions[section] ?? -1), 2 ** 31),
    );
  }

  #dialectOf(index: number, isBuyer: boolean): Dialect {
    const { design, worker, show, sectionCount, sessionKeys, buyersWatch } = this.#plan;
    if (design === 'textbook') return createTextbookDialect(worker * usersPerWorker + index);
    return createOnsaleDialect({ show, sectionCount, sessionKeys, watches: !isBuyer || buyersWatch });
  }

  #clientOf(index: number, isBuyer: boolean, dialect: Dialect): Client {
    const { urls, seatCount, sectionCount, sampled, design, buyersWatch, viewers } = this.#plan;
    const process = index % urls.length;
    const hasScreen = !isBuyer || buyersWatch || design === 'textbook';
    const rank = Math.floor((viewers > 0 && !isBuyer ? index - this.#plan.buyers : index) / urls.length);
    const isSampled = hasScreen && isBuyer === (viewers === 0) && rank < sampled;
    const client = new Client({
      dialect,
      url: new URL(urls[process] ?? ''),
      process,
      localAddress: `127.0.0.${2 + (index % addressCount)}`,
      sectionCount,
      screens: this.#screens,
      map: isSampled ? new SampledMap(seatCount, sectionCount) : null,
      onAnswer: (id, code, nowMs) => this.#buying.answered(index, id, code, nowMs),
    });
    this.#clients.push({ client, process, hasScreen });
    return client;
  }
}
