import { Counter, Histogram, type Registry } from '@onsale/runtime';

/** Seconds: from a refusal out of memory to what a buyer gives up on. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts and times the commands of sockets by event and code; half a microsecond each. */
export function createCommandMeter(registry: Registry): (event: string, code: string, ms: number) => void {
  const registers = [registry];
  const commands = new Counter({
    name: 'onsale_realtime_commands_total',
    help: 'Commands of sockets, by event and by the code of their answer, OK when accepted.',
    labelNames: ['event', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_realtime_command_duration_seconds',
    help: 'From a command to its answer, by event.',
    labelNames: ['event'],
    buckets,
    registers,
  });
  return (event, code, ms) => {
    commands.inc({ event, code });
    durations.observe({ event }, ms / 1_000);
  };
}
