/**
 * How long the server waits, in seconds, for the second packet of a batch. A process that stands still between the two, or
 * whose network is gone, holds its sections' locks; past this the server rolls it back and the others go on. Shorter
 * than they wait for a lock, so that none of them fails for it; longer than any healthy pause of a process.
 */
const idleSecondsMax = 3;

/** Goes before a batch's transaction, in the same packet. */
export const boundIdleSql = `SET SESSION wait_timeout = ${idleSecondsMax}`;
/** Goes after it: an idle connection of the pool stays open for as long as the server allows. */
export const unboundIdleSql = 'SET SESSION wait_timeout = DEFAULT';
