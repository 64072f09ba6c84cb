import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;
const bytesPerKilobyte = 1_024;

/** A process to be measured: what it is called and its id. */
export interface Metered {
  readonly name: string;
  readonly pid: number | undefined;
}

/** Seconds of processor time by process name since each began, with those of its children. */
export type CpuSeconds = Readonly<Record<string, number>>;

export function cpuSeconds(processes: readonly Metered[]): CpuSeconds {
  return Object.fromEntries(processes.map(({ name, pid }) => [name, pid === undefined ? 0 : cpuOf(pid)]));
}

/** What each process used between two readings. */
export function cpuBetween(before: CpuSeconds, after: CpuSeconds): CpuSeconds {
  return Object.fromEntries(Object.entries(after).map(([name, end]) => [name, end - (before[name] ?? 0)]));
}

/** Seconds that the machine's cores have been busy, with whatever. */
export function busySeconds(): number {
  // user, nice, system, idle, waiting for the disk, interrupts of both kinds, stolen by the machine's host.
  const [user = 0, nice = 0, system = 0, , , hard = 0, soft = 0, stolen = 0] =
    /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(' ').map(Number) ?? [];
  return (user + nice + system + hard + soft + stolen) / ticksPerSecond;
}

/** Bytes of memory in use by a process itself. */
export function residentBytes(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) * bytesPerKilobyte;
}

function cpuOf(pid: number): number {
  // The second field is the program's name in brackets, and may hold anything; 14 and 15 are user and system time.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const own = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return childrenOf(pid).reduce((sum, child) => sum + cpuOf(child), own);
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
