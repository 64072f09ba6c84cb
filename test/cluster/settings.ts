import { resolve } from 'node:path';

const named = (name: string): string | null => process.env[name] || null;

/** Where the tests install; made by them, and deleted in the end. */
export const namespace = named('CLUSTER_NAMESPACE') ?? 'onsale-test';

/** More values for every chart, such as another registry. */
export const moreValues = named('CLUSTER_VALUES');

/** The tag of the next version's images; without it that version cannot be tried. */
export const nextTag = named('CLUSTER_NEXT_TAG');

/** Commands that take a node, `$NODE`, from the network and give it back. */
export const cutCommand = named('CLUSTER_CUT');
export const joinCommand = named('CLUSTER_JOIN');

export const rootFolder = resolve(import.meta.dirname, '../..');

/** What the scenarios measured, and how they ended: deleted when the next run begins. */
export const resultsFolder = resolve(import.meta.dirname, 'results/tmp');

/** The taint of the node that has realtime pods alone, as in production. */
export const realtimeTaint = { key: 'onsale/role', value: 'realtime', effect: 'NoSchedule' } as const;
