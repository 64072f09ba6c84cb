import type { Sale } from '@onsale/domain';
import { createTestSale, testShowImport } from '@onsale/domain/testing';
import { SimBus } from './bus.ts';
import { Inspector } from './checks/inspector.ts';
import { Liveness } from './checks/liveness.ts';
import { type Circumstances, drawCircumstances } from './circumstances.ts';
import { type Clients, openClients } from './clients/open-clients.ts';
import { Faults } from './faults.ts';
import { createMachine, type Machine } from './machine.ts';
import { Network } from './network.ts';
import { SimProvider } from './provider.ts';
import { Front } from './sale/front.ts';
import { SaleProcess } from './sale/process.ts';
import { Wires } from './sale/wire.ts';
import { rightHabits, SimDatabase } from './store/database.ts';
import { createStoreClient } from './store/store-client.ts';
import { rightRules, type Variant } from './variant.ts';
import type { World } from './world.ts';

/** Everything that takes part in a simulated sale, and whoever watches it. */
export interface Stage extends Clients {
  readonly inspector: Inspector;
  readonly liveness: Liveness;
  readonly faults: Faults;
}

/** How long the provider waits for a message to be taken. */
const deliveryMsMax = 2_000;

/** Builds everything as the seed has it, and starts it. */
export function setStage(world: World, variant: Variant): Stage {
  const circumstances = { ...drawCircumstances(world.chance), ...variant.circumstances };
  world.note(JSON.stringify(circumstances));
  const { sections, cap, holdMs, paymentMs, extensionMs, returnsMs, limits } = circumstances;
  const returnsUntilMs = returnsMs === null ? null : world.epochMs + returnsMs;
  const saleOptions = { sections, cap, holdMs, paymentMs, extensionMs, returnsUntilMs, limits };
  const sale = createTestSale(saleOptions);
  const habits = { ...rightHabits, ...variant.database };
  const database = new SimDatabase(world, testShowImport(saleOptions), circumstances.database, habits);
  const databaseNetwork = new Network(world, 'database', circumstances.databaseNetwork);
  const webNetwork = new Network(world, 'web', circumstances.webNetwork);
  const providerNetwork = new Network(world, 'provider', circumstances.providerNetwork);
  const provider = new SimProvider(world, providerNetwork, circumstances.provider);
  const bus = new SimBus(world, circumstances.bus);
  const wires = new Wires(world, circumstances.wires);
  const inspector = new Inspector(world, sale, database, provider);

  const newMachine = (name: string) => createMachine(world, name, circumstances.wallAheadMsMax);
  const shared = { world, sale, bus, provider, inspector, variant };
  const processes = createProcesses(shared, circumstances, database, databaseNetwork, newMachine);
  const front = new Front(world, webNetwork, processes);
  provider.deliver = async (message) => {
    const hear = (process: SaleProcess) => process.hearProvider(message);
    const reply = await front.ask(provider.machine, 'a message of the provider', hear, deliveryMsMax);
    return reply.kind === 'answered' && reply.value.ok;
  };
  const clients = openClients({ world, circumstances, sale, front, wires, inspector, variant, newMachine });
  for (const process of processes) process.machine.live(() => process.start());
  world.current = null;

  const { pages } = clients;
  const targets = { processes, pages, bus, database, databaseNetwork, webNetwork, providerNetwork, wires };
  const faults = new Faults(world, targets, circumstances.faults, circumstances.faultEveryMs);
  const liveness = new Liveness({ world, inspector, database, processes, ...clients });
  return { inspector, liveness, faults, ...clients };
}

interface Shared {
  readonly world: World;
  readonly sale: Sale;
  readonly bus: SimBus;
  readonly provider: SimProvider;
  readonly inspector: Inspector;
  readonly variant: Variant;
}

function createProcesses(
  shared: Shared,
  { processes, lanes, upkeep, database: { callMsMax } }: Circumstances,
  database: SimDatabase,
  network: Network,
  newMachine: (name: string) => Machine,
): SaleProcess[] {
  const { world, bus, variant } = shared;
  return Array.from({ length: processes }, (_, index) => {
    const machine = newMachine(`process-${index + 1}`);
    const openStore = () => {
      const rules = variant.rules?.(machine) ?? rightRules;
      const onDecided = variant.onDecided?.bind(null, bus, machine);
      const store = createStoreClient({ world, machine, database, network, rules, callMsMax, onDecided });
      return variant.store?.(store, machine) ?? store;
    };
    const keepsUp = index < upkeep.processes;
    return new SaleProcess({ ...shared, machine, lanes, upkeep, keepsUp, openStore });
  });
}
