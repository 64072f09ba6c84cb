import { Counter, type Registry } from './metrics.ts';

/** A counter of refusals by their code. Those that may come stand at 0 from the start, so that the first one is seen. */
export function createRefusalCounter(
  registry: Registry,
  codes: readonly string[] = [],
): (code: string) => void {
  const counter = new Counter({
    name: 'onsale_refusals_total',
    help: 'Commands and requests refused, by code.',
    labelNames: ['code'],
    registers: [registry],
  });
  for (const code of codes) counter.inc({ code }, 0);
  return (code) => counter.inc({ code });
}
