import type { LayoutFile } from '@onsale/contracts';
import type { HoldId, Sale } from '@onsale/domain';
import { createIdMaker, testLayout } from '@onsale/domain/testing';
import type { Inspector } from '../checks/inspector.ts';
import type { Circumstances } from '../circumstances.ts';
import type { Machine } from '../machine.ts';
import type { Front } from '../sale/front.ts';
import type { Wires } from '../sale/wire.ts';
import type { Variant } from '../variant.ts';
import type { World } from '../world.ts';
import { Buyer } from './buyer.ts';
import { Operator } from './operator.ts';
import { Page } from './page.ts';
import { Shopper } from './shopper.ts';

/** Everybody who wants something of the sale. */
export interface Clients {
  readonly buyers: readonly Buyer[];
  readonly pages: readonly Page[];
  readonly shoppers: readonly Shopper[];
  readonly operator: Operator | null;
}

interface ClientOptions {
  readonly world: World;
  readonly circumstances: Circumstances;
  readonly sale: Sale;
  readonly front: Front;
  readonly wires: Wires;
  readonly inspector: Inspector;
  readonly variant: Variant;
  readonly newMachine: (name: string) => Machine;
}

/** On how many of the pages somebody buys; the others are only looked at. */
const shopping = 0.6;

export function openClients(options: ClientOptions): Clients {
  const buyers = openBuyers(options);
  const { pages, shoppers } = openPages(options);
  const operator = options.circumstances.hasOperator ? openOperator(options) : null;
  return { buyers, pages, shoppers, operator };
}

const buyerId = (index: number) => `buyer-${index + 1}`;

function openBuyers({ world, circumstances, sale, front, newMachine }: ClientOptions): Buyer[] {
  const gossip: HoldId[] = [];
  const { thinkMs, choosesBest } = circumstances;
  return Array.from({ length: circumstances.buyers }, (_, index) => {
    const id = buyerId(index);
    const machine = newMachine(id);
    const newId = createIdMaker(world.chance, () => machine.wallMs());
    const buyer = new Buyer({ world, machine, id, sale, front, thinkMs, choosesBest, newId, gossip });
    machine.live(() => buyer.start());
    return buyer;
  });
}

/** Pages of the first buyers, who thus act in more than one way at once. */
function openPages(options: ClientOptions): Pick<Clients, 'pages' | 'shoppers'> {
  const { world, circumstances, sale, newMachine } = options;
  const { thinkMs } = circumstances;
  const newTicket = createIdMaker(world.chance, () => world.epochMs);
  const layout = JSON.parse(testLayout(circumstances.sections)) as LayoutFile;
  const shoppers: Shopper[] = [];
  const pages = Array.from({ length: circumstances.pages }, (_, index) => {
    const machine = newMachine(`page-${index + 1}`);
    const page = new Page({ ...options, machine, buyer: buyerId(index), layout, newTicket });
    if (world.chance.happens(shopping)) {
      const shopper = new Shopper({ world, page, show: sale.show.id, thinkMs });
      page.onOpen = (live) => shopper.start(live);
      shoppers.push(shopper);
    }
    machine.live(() => page.open());
    return page;
  });
  return { pages, shoppers };
}

function openOperator({ world, sale, front, inspector, newMachine }: ClientOptions): Operator {
  const machine = newMachine('operator');
  const operator = new Operator({ world, machine, sale, front, truth: inspector.truth });
  machine.live(() => operator.start());
  return operator;
}
