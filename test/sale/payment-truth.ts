import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { ListedCharge, PaymentStage } from './payment-stage.ts';

const pageMax = 1_000;
/** More pages than any test fills. */
const pagesMax = 100;

interface Ledger {
  readonly sums: readonly { readonly currency: string; readonly taken: number; readonly refunded: number }[];
  readonly charges: readonly ListedCharge[];
}

interface OrderRow {
  readonly id: string;
  readonly hold: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly seats: readonly number[];
  readonly show: string;
}

/** How the charge of an order stands that is settled. */
const chargeByState: Readonly<Record<string, ListedCharge['state']>> = {
  paid: 'succeeded',
  refunded: 'refunded',
  declined: 'declined',
};

/**
 * What breaks P1 once everything is settled, in one sentence each: the sandbox's ledger against the orders
 * table, order by order and by its sums, and the sold seats against the paid orders.
 */
export async function paymentFaults(stage: PaymentStage): Promise<string[]> {
  const ledger = await ledgerOf(stage);
  const database = await createConnection(stage.databaseUrl);
  try {
    const orders = (await rows(database.query(ordersSql))).map(orderOf);
    const [sums] = await rows(database.query(sumsSql));
    const sold = await rows(database.query(soldSql));
    return [
      ...chargeFaults(orders, ledger.charges),
      ...sumFaults(ledger, Number(sums?.taken), Number(sums?.refunded)),
      ...seatFaults(
        orders,
        sold.map(({ show, seat, hold }) => `${show} ${seat} ${hold}`),
      ),
    ];
  } finally {
    database.destroy();
  }
}

const ordersSql = 'SELECT id, hold_id AS hold, state, amount, currency, seats, show_id AS `show` FROM orders';
const sumsSql = `SELECT COALESCE(SUM(CASE WHEN state IN ('paid', 'refunded') THEN amount END), 0) AS taken,
  COALESCE(SUM(CASE WHEN state = 'refunded' THEN amount END), 0) AS refunded FROM orders`;
const soldSql = 'SELECT show_id AS `show`, seat, hold_id AS hold FROM seats WHERE state = 2';

/** MariaDB gives JSON as text, MySQL as what it says. */
function orderOf(row: RowDataPacket): OrderRow {
  const { seats } = row as { seats: string | readonly number[] };
  return { ...(row as OrderRow), seats: typeof seats === 'string' ? (JSON.parse(seats) as number[]) : seats };
}

async function rows(query: Promise<[unknown, unknown]>): Promise<RowDataPacket[]> {
  return (await query)[0] as RowDataPacket[];
}

async function ledgerOf(stage: PaymentStage): Promise<Ledger> {
  const charges: ListedCharge[] = [];
  for (let page = 0; page < pagesMax; page++) {
    const path = `/ledger?limit=${pageMax}&offset=${charges.length}`;
    const ledger = (await stage.ask(path)) as Ledger;
    charges.push(...ledger.charges);
    if (ledger.charges.length < pageMax) return { sums: ledger.sums, charges };
  }
  throw new Error('the ledger does not end');
}

/** Each order has its charge, each charge its order, and both tell the same. */
function chargeFaults(orders: readonly OrderRow[], charges: readonly ListedCharge[]): string[] {
  const faults: string[] = [];
  const byId = new Map(charges.map((charge) => [charge.id, charge]));
  for (const { id, state, amount, currency } of orders) {
    const charge = byId.get(id);
    byId.delete(id);
    if (charge?.state !== chargeByState[state])
      faults.push(`order ${id} is ${state}, its charge ${charge?.state ?? 'absent'}`);
    if (charge !== undefined && charge.amount !== null)
      if (charge.amount !== amount || charge.currency !== currency)
        faults.push(
          `order ${id} is of ${amount} ${currency}, its charge of ${charge.amount} ${charge.currency}`,
        );
  }
  for (const { id, state } of byId.values()) faults.push(`charge ${id} is ${state} and has no order`);
  return faults;
}

function sumFaults({ sums }: Ledger, taken: number, refunded: number): string[] {
  const total = (of: 'taken' | 'refunded') => sums.reduce((sum, entry) => sum + entry[of], 0);
  const faults: string[] = [];
  if (total('taken') !== taken) faults.push(`${total('taken')} was taken, the orders say ${taken}`);
  if (total('refunded') !== refunded)
    faults.push(`${total('refunded')} went back, the orders say ${refunded}`);
  return faults;
}

/** The sold seats are those of the paid orders, each of its own hold. */
function seatFaults(orders: readonly OrderRow[], sold: readonly string[]): string[] {
  const paid = orders.filter(({ state }) => state === 'paid');
  const owned = paid.flatMap(({ show, seats, hold }) => seats.map((seat) => `${show} ${seat} ${hold}`));
  const [isSold, isOwned] = [new Set(sold), new Set(owned)];
  return [
    ...sold.filter((seat) => !isOwned.has(seat)).map((seat) => `seat ${seat} is sold and not paid`),
    ...owned.filter((seat) => !isSold.has(seat)).map((seat) => `seat ${seat} is paid and not sold`),
    ...(owned.length === isOwned.size ? [] : ['a seat is paid twice']),
  ];
}
