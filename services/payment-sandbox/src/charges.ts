import {
  type Charge,
  type ChargeContent,
  type ChargeStatus,
  isOver,
  isSameContent,
  waitsForPayer,
} from './charge.ts';
import { lineOf } from './charge-lines.ts';
import type { Journal } from './journal.ts';

export interface ChargesOptions {
  readonly journal: Journal;
  /** The charges on the books already, oldest first. */
  readonly known: readonly Charge[];
  /** Charges on the books at most, tombstones too: none is ever forgotten, further ones are refused. */
  readonly chargesMax: number;
  /** Hears of each change once it is kept. */
  readonly onChange: (charge: Charge) => void;
  /** Hears, once, that the books can no longer be kept. */
  readonly onBroken: (error: unknown) => void;
}

export type Found = { readonly kind: 'found'; readonly charge: Charge };
type Absent = { readonly kind: 'absent' };
type Full = { readonly kind: 'full' };

/** Each answer waits until it is kept: nobody hears of what a crash could still take back. */
export interface Charges {
  /** Makes a charge that begins with that status, unless its id is known: then it is the one there is. */
  post(
    id: string,
    content: ChargeContent,
    status: ChargeStatus,
  ): Promise<
    { readonly kind: 'made'; readonly charge: Charge } | Found | { readonly kind: 'differs' } | Full
  >;
  find(id: string): Promise<Found | Absent>;
  /** Declines a charge that is pending, or not known: then it is declined before it is asked for. */
  void(id: string): Promise<Found | Full>;
  /** The payer's word on a charge that waits for it; any other stays as it is, and one whose time is over is declined. */
  decide(id: string, state: 'succeeded' | 'declined'): Promise<Found | Absent>;
  /** Gives back the money of a charge that succeeded. */
  refund(id: string): Promise<Found | Absent | { readonly kind: 'not succeeded' }>;
  /** Every charge, oldest first. */
  list(): Promise<readonly Charge[]>;
  close(): Promise<void>;
}

const absent: Absent = { kind: 'absent' };
const full: Full = { kind: 'full' };
/** The longest delay that a timer takes; a charge that is due later is looked at again by then. */
const timerMsMax = 2 ** 31 - 1;

/** The sandbox's books: charges by their id, each change written to the journal. */
export function createCharges(options: ChargesOptions): Charges {
  const { journal } = options;
  const charges = new Map(options.known.map((charge) => [charge.id, charge]));
  const timers = new Map<string, NodeJS.Timeout>();
  let isBroken = false;

  function put(charge: Charge): Charge {
    charges.set(charge.id, charge);
    journal.append(lineOf(charge));
    watch(charge);
    journal.flush().then(() => options.onChange(charge), tellBroken);
    return charge;
  }

  function tellBroken(error: unknown): void {
    if (!isBroken) options.onBroken(error);
    isBroken = true;
  }

  /** A pending charge ends by itself when its time has come; any other waits for nothing. */
  function watch(charge: Charge): void {
    const { id } = charge;
    clearTimeout(timers.get(id));
    timers.delete(id);
    const end = endOf(charge);
    if (end === null) return;
    const delayMs = Math.min(Math.max(0, end.atMs - Date.now()), timerMsMax);
    const look = () => {
      if (Date.now() < end.atMs) watch(charge);
      else put({ ...charge, status: { state: end.state } });
    };
    timers.set(id, setTimeout(look, delayMs));
  }

  async function kept<T>(answer: T): Promise<T> {
    await journal.flush();
    return answer;
  }

  const found = (charge: Charge): Found => ({ kind: 'found', charge });
  const isFull = () => charges.size >= options.chargesMax;
  for (const charge of options.known) watch(charge);

  return {
    post(id, content, status) {
      const known = charges.get(id);
      if (known === undefined) {
        if (isFull()) return kept(full);
        return kept({ kind: 'made', charge: put({ id, createdAtMs: Date.now(), content, status }) });
      }
      if (known.content === null) return kept(found(put({ ...known, content })));
      return kept(isSameContent(known.content, content) ? found(known) : { kind: 'differs' });
    },
    find(id) {
      const charge = charges.get(id);
      return kept(charge === undefined ? absent : found(charge));
    },
    void(id) {
      const known = charges.get(id);
      const status = { state: 'declined' } as const;
      if (known?.status.state === 'pending') return kept(found(put({ ...known, status })));
      if (known !== undefined) return kept(found(known));
      return kept(isFull() ? full : found(put({ id, createdAtMs: Date.now(), content: null, status })));
    },
    decide(id, state) {
      const known = charges.get(id);
      if (known === undefined) return kept(absent);
      if (!waitsForPayer(known)) return kept(found(known));
      const decided = isOver(known, Date.now()) ? 'declined' : state;
      return kept(found(put({ ...known, status: { state: decided } })));
    },
    refund(id) {
      const known = charges.get(id);
      if (known === undefined) return kept(absent);
      if (known.status.state === 'refunded') return kept(found(known));
      if (known.status.state !== 'succeeded') return kept({ kind: 'not succeeded' });
      return kept(found(put({ ...known, status: { state: 'refunded' } })));
    },
    list: () => kept([...charges.values()]),
    async close() {
      for (const timer of timers.values()) clearTimeout(timer);
      await journal.close();
    },
  };
}

/** When and how a charge ends though nobody does anything; null for never. */
function endOf({ content, status }: Charge): { atMs: number; state: 'succeeded' | 'declined' } | null {
  if (status.state !== 'pending') return null;
  if (status.succeedsAtMs !== null) return { atMs: status.succeedsAtMs, state: 'succeeded' };
  const atMs = content?.expiresAtMs ?? null;
  return atMs === null ? null : { atMs, state: 'declined' };
}
