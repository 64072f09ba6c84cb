import {
  type Batch,
  type Committed,
  needOf,
  OutcomeUnknown,
  type SaleStore,
  StoreUnavailable,
} from '@onsale/domain';
import type { Decision } from '../store/database.ts';
import { lockKeysOf } from '../store/database.ts';
import type { Planted } from './planted.ts';

/** Faults in the database's habits, and in how a process speaks with the database and the provider. */
export const storeFaults = {
  'no-section-lock': {
    fault: 'batches of one section are decided side by side, without its lock',
    rules: ['S1', 'S2', 'S4', 'H1'],
    variant: {
      database: {
        lockKeys: (batch) => needOf(batch.commands).buyers.map((buyer) => `buyer ${buyer}`),
        refusesDuplicates: false,
        entriesAt: ({ entries }, heads) =>
          entries.map((entry) => {
            const version = (heads().get(entry.section) ?? 0) + 1;
            return version === entry.version ? entry : { ...entry, version };
          }),
      },
    },
  },
  'no-buyer-lock': {
    fault: 'a buyer’s seats are counted without his lock',
    rules: ['H4'],
    variant: {
      database: { lockKeys: (batch) => lockKeysOf(batch).filter((key) => key.startsWith('section')) },
    },
  },
  'payment-starts-unlocked': {
    fault: 'the start of a payment moves a deadline without the buyer’s lock',
    rules: ['H4'],
    variant: {
      circumstances: {
        ...{ sections: [2, 2, 2], cap: 2, holdMs: 500, paymentMs: 2_500, thinkMs: 150, faults: [] },
        database: { commitMs: 80, lockMsMax: 1_000, callMsMax: 2_000 },
      },
      database: {
        lockKeys: ({ commands, ...batch }) =>
          lockKeysOf({
            ...batch,
            commands: commands.filter(({ command }) => command.kind !== 'startPayment'),
          }),
      },
    },
  },
  'id-overwritten': {
    fault: 'a hold is written over another one that got the same id meanwhile',
    rules: ['H5', 'S1'],
    variant: { database: { refusesDuplicates: false } },
  },
  'told-before-commit': {
    fault: 'other processes are told of a batch before it is committed',
    rules: ['L1'],
    variant: { onDecided: (bus, machine, _batch, { entries }) => bus.publish(machine, entries) },
  },
  'unknown-told-as-success': {
    fault: 'a batch whose outcome is unknown is answered as if it were in force',
    rules: ['L1', 'S1'],
    variant: {
      onDecided: (_bus, _machine, batch, decision) => decisions.set(batch, decision),
      store: (store) => ({ ...store, commit: (batch) => insisting(store, batch) }),
    },
  },
  'unknown-told-as-refused': {
    fault: 'a batch whose outcome is unknown is answered as if nothing had happened',
    rules: ['A1'],
    variant: {
      store: (store) => ({
        ...store,
        commit: (batch) =>
          store.commit(batch).catch((error: unknown) => {
            throw error instanceof OutcomeUnknown ? new StoreUnavailable('surely nothing') : error;
          }),
      }),
    },
  },
  'torn-snapshot': {
    fault: 'a snapshot’s version is read before its states, in another transaction',
    rules: ['L2'],
    variant: { store: (store) => ({ ...store, snapshot: (ref) => tornSnapshot(store, ref) }) },
  },
  'heads-not-compared': {
    fault: 'nobody compares heads with the database, so that a lost message is never missed',
    rules: ['L3'],
    variant: { store: (store) => ({ ...store, heads: async () => [] }) },
  },
  'refund-not-made': {
    fault: 'a refund is put on record and the money is not given back',
    rules: ['P1'],
    variant: { payments: (payments) => ({ ...payments, refund: async () => 'refunded' }) },
  },
  'absent-is-declined': {
    fault: 'a charge that the provider never heard of is written off without being voided',
    rules: ['P1'],
    variant: { payments: (payments) => ({ ...payments, void: async () => 'declined' }) },
  },
  'silence-is-declined': {
    fault: 'a provider that does not answer counts as having declined',
    rules: ['P1'],
    variant: {
      payments: (payments) => ({
        ...payments,
        start: async (order, method) => {
          const charge = await payments.start(order, method);
          return charge === 'unknown' ? 'declined' : charge;
        },
      }),
    },
  },
} as const satisfies Record<string, Planted>;

const decisions = new WeakMap<Batch, Decision>();

async function insisting(store: SaleStore, batch: Batch): Promise<Committed> {
  try {
    return await store.commit(batch);
  } catch (error) {
    const decision = decisions.get(batch);
    if (!(error instanceof OutcomeUnknown) || decision === undefined) throw error;
    return { ...decision, nowMs: await store.nowMs() };
  }
}

async function tornSnapshot(store: SaleStore, ref: Parameters<SaleStore['snapshot']>[0]) {
  const heads = await store.heads(ref.show);
  const snapshot = await store.snapshot(ref);
  return snapshot === null ? null : { ...snapshot, version: heads[ref.section] ?? snapshot.version };
}
