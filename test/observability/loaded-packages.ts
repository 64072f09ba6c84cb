import { registerHooks } from 'node:module';
import type { ServiceName } from './composed.ts';

/**
 * Composes a service as its `main.ts` does, takes it apart again, and prints which packages of OpenTelemetry's were
 * loaded meanwhile, as JSON.
 */
const packages = new Set<string>();
registerHooks({
  load(url, context, next) {
    const [, name] = /\/(@opentelemetry\/[\w-]+)\//.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});

const { composeService } = await import('./composed.ts');
const composed = await composeService(process.argv[2] as ServiceName, process.env);
await composed.takeApart();
process.stdout.write(`${JSON.stringify([...packages].sort())}\n`);
// The adapter of the bus goes on looking for Redis.
process.exit(0);
