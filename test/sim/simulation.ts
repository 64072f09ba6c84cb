import type { LayoutFile } from '@onsale/contracts';
import type { Sale } from '@onsale/domain';
import { createIdMaker, createTestSale, testLayout, testShowImport } from '@onsale/domain/testing';
import { SimBus } from './bus.ts';
import { type Chance, createChance } from './chance.ts';
import { Inspector } from './checks/inspector.ts';
import { Liveness } from './checks/liveness.ts';
import { type Circumstances, drawCircumstances } from './circumstances.ts';
import { Buyer } from './clients/buyer.ts';
import { Operator } from './clients/operator.ts';
import { Page } from './clients/page.ts';
import { Shopper } from './clients/shopper.ts';
import { Faults } from './faults.ts';
import { Machine } from './machine.ts';
import { Network } from './network.ts';
import { SimProvider } from './provider.ts';
import type { RuleBroken } from './rule-broken.ts';
import { Front } from './sale/front.ts';
import { SaleProcess } from './sale/process.ts';
import { Wires } from './sale/wire.ts';
import { seal } from './sealed.ts';
import { rightHabits, SimDatabase } from './store/database.ts';
import { createStoreClient } from './store/store-client.ts';
import { Trace } from './trace.ts';
import { rightRules, type Variant } from './variant.ts';
import { World } from './world.ts';

export interface RunOptions {
  readonly seed: number;
  /** Events with faults; what follows without any is as long as it takes. */
  readonly steps: number;
  readonly variant?: Variant;
  /** Sees every line of the trace. */
  readonly print?: (line: string) => void;
}

export interface RunResult {
  readonly broken: RuleBroken | null;
  readonly steps: number;
  readonly simulatedMs: number;
  /** The same for every run of the seed. */
  readonly hash: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs a whole sale from one seed: first with faults, then without, until everything has come to rest. */
export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const world = new World(createChance(options.seed), new Trace(options.print ?? null));
  const unseal = seal(world);
  const onRejection = (error: unknown) =>
    world.break('A1', 'a promise was rejected that nobody waits for', String(error));
  process.on('unhandledRejection', onRejection);
  try {
    const stage = setStage(world, options.variant ?? {});
    await play(world, stage, options.steps);
  } finally {
    process.off('unhandledRejection', onRejection);
    unseal();
  }
  const { broken, steps, nowMs, trace, counts } = world;
  return { broken, steps, simulatedMs: nowMs, hash: trace.hash, counts };
}

/** Steps after the faults, at most; a sale that takes longer to come to rest never does. */
const restStepsMax = 60_000;

async function play(world: World, stage: Stage, steps: number): Promise<void> {
  const { inspector, pages, faults, liveness, buyers, shoppers, operator } = stage;
  const go = async () => {
    const isOn = await world.step();
    inspector.afterStep(pages, world.latest);
    return isOn && world.broken === null;
  };
  while (world.steps < steps) if (!(await go())) return;

  faults.stop();
  liveness.start();
  while (!liveness.isBusyOver) {
    if (!(await go())) return;
    liveness.afterStep();
  }
  for (const client of [...buyers, ...shoppers, operator]) client?.leave();
  const end = world.steps + restStepsMax;
  while (!liveness.isAtRest()) {
    if (world.steps >= end) world.break('A1', 'the sale never comes to rest', liveness.whatIsLeft());
    if (!(await go())) return;
    liveness.afterStep();
  }
  liveness.checkEnd();
}

interface Stage {
  readonly inspector: Inspector;
  readonly liveness: Liveness;
  readonly faults: Faults;
  readonly buyers: readonly Buyer[];
  readonly pages: readonly Page[];
  readonly shoppers: readonly Shopper[];
  readonly operator: Operator | null;
}

/** Builds everything that takes part, and starts it. */
function setStage(world: World, variant: Variant): Stage {
  const { chance } = world;
  const circumstances = drawCircumstances(chance);
  world.note(JSON.stringify(circumstances));
  const { sections, cap, holdMs, paymentMs, limits } = circumstances;
  const saleOptions = { sections, cap, holdMs, paymentMs, limits };
  const sale = createTestSale(saleOptions);
  const database = new SimDatabase(world, testShowImport(saleOptions), circumstances.database, {
    ...rightHabits,
    ...variant.database,
  });
  const databaseNetwork = new Network(world, 'database', circumstances.databaseNetwork);
  const webNetwork = new Network(world, 'web', circumstances.webNetwork);
  const providerNetwork = new Network(world, 'provider', circumstances.providerNetwork);
  const provider = new SimProvider(world, providerNetwork, circumstances.provider);
  const bus = new SimBus(world, circumstances.bus);
  const inspector = new Inspector(world, sale, database, provider);
  const newMachine = (name: string) => createMachine(world, name, circumstances);

  const processes = Array.from({ length: circumstances.processes }, (_, index) => {
    const { upkeep } = circumstances;
    return new SaleProcess({
      ...{ world, sale, bus, provider, inspector, variant },
      machine: newMachine(`process-${index + 1}`),
      lanes: circumstances.lanes,
      upkeep,
      keepsUp: index < upkeep.processes,
      openStore: ({ machine }) => {
        const rules = variant.rules?.(machine) ?? rightRules;
        const { callMsMax } = circumstances.database;
        const onDecided = variant.onDecided?.bind(null, bus, machine);
        const network = databaseNetwork;
        const store = createStoreClient({ world, machine, database, network, rules, callMsMax, onDecided });
        return variant.store?.(store, machine) ?? store;
      },
    });
  });
  const front = new Front(world, webNetwork, processes);
  provider.deliver = async (message) => {
    const hear = (process: SaleProcess) => process.hearProvider(message);
    const reply = await front.ask(provider.machine, 'a message of the provider', hear, 2_000);
    return reply.kind === 'answered' && reply.value.ok;
  };
  const wires = new Wires(world, circumstances.wires);
  const clients = openClients({
    world,
    chance,
    circumstances,
    sale,
    front,
    wires,
    inspector,
    variant,
    newMachine,
  });
  for (const process of processes) process.machine.live(() => process.start());
  const { pages } = clients;
  const targets = { processes, pages, bus, database, databaseNetwork, webNetwork, providerNetwork, wires };
  const faults = new Faults(world, targets, circumstances.faults, circumstances.faultEveryMs);
  const liveness = new Liveness({ world, inspector, database, processes, ...clients });
  world.current = null;
  return { inspector, liveness, faults, ...clients };
}

function createMachine(world: World, name: string, { wallAheadMsMax }: Circumstances): Machine {
  const { chance } = world;
  // A clock is right to the blink of an eye, or wrong by a minute at least.
  const wallOffMs =
    wallAheadMsMax > 60_000 ? chance.between(60_000, wallAheadMsMax) : chance.between(0, wallAheadMsMax);
  return new Machine(world, name, {
    monotonicAtStartMs: chance.between(0, 1_000_000),
    rate: chance.between(0.999, 1.001),
    wallAheadMs: chance.pick([-1, 1]) * wallOffMs,
  });
}

interface ClientOptions {
  readonly world: World;
  readonly chance: Chance;
  readonly circumstances: Circumstances;
  readonly sale: Sale;
  readonly front: Front;
  readonly wires: Wires;
  readonly inspector: Inspector;
  readonly variant: Variant;
  readonly newMachine: (name: string) => Machine;
}

function openClients(options: ClientOptions): Pick<Stage, 'buyers' | 'pages' | 'shoppers' | 'operator'> {
  const { world, chance, circumstances, sale, front, wires, inspector, variant, newMachine } = options;
  const gossip: string[] = [];
  const buyers = Array.from({ length: circumstances.buyers }, (_, index) => {
    const id = `buyer-${index + 1}`;
    const machine = newMachine(id);
    const newId = createIdMaker(chance, () => machine.wallMs());
    const buyer = new Buyer({
      world,
      machine,
      id,
      sale,
      front,
      thinkMs: circumstances.thinkMs,
      newId,
      gossip,
    });
    machine.live(() => buyer.start());
    return buyer;
  });
  const newTicket = createIdMaker(chance, () => world.epochMs);
  const layout = JSON.parse(testLayout(circumstances.sections)) as LayoutFile;
  const shoppers: Shopper[] = [];
  const pages = Array.from({ length: circumstances.pages }, (_, index) => {
    const machine = newMachine(`page-${index + 1}`);
    // Pages look over the shoulders of the first buyers, so that what those are told of their holds arrives.
    const buyer = `buyer-${index + 1}`;
    const page = new Page({
      world,
      machine,
      buyer,
      sale,
      layout,
      front,
      wires,
      inspector,
      newTicket,
      variant,
    });
    if (chance.happens(0.6)) {
      const shopper = new Shopper({ world, page, show: sale.show.id, thinkMs: circumstances.thinkMs });
      page.onOpen = (live) => shopper.start(live);
      shoppers.push(shopper);
    }
    machine.live(() => page.open());
    return page;
  });
  const operator = circumstances.hasOperator ? openOperator(options) : null;
  return { buyers, pages, shoppers, operator };
}

function openOperator({ world, sale, front, inspector, newMachine }: ClientOptions): Operator {
  const machine = newMachine('operator');
  const operator = new Operator({ world, machine, sale, front, truth: inspector.truth });
  machine.live(() => operator.start());
  return operator;
}
