/** From this process's own origin of time to the machine's. */
const originMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** The machine's monotonic clock in milliseconds: the same for all its processes, so that their moments can be compared. */
export function machineMs(): number {
  return performance.now() + originMs;
}
