/**
 * How long the server waits for a connection's next packet, in seconds. A process that stands still between the two packets
 * of a batch, or whose network is gone, holds its sections' locks; past this the server rolls it back and the others go
 * on. Shorter than they wait for a lock, so that none of them fails for it; longer than any healthy pause of a process.
 */
export const idleSecondsMax = 3;
