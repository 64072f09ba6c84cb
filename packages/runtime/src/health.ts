import { Hono } from 'hono';
import type { Registry } from './metrics.ts';

/** Something that must be well before the process should get traffic. Throws or answers false when it is not. */
export interface ReadyCheck {
  readonly name: string;
  check(): Promise<boolean>;
}

export interface HealthOptions {
  readonly registry: Registry;
  readonly checks: readonly ReadyCheck[];
  /** True from the moment the process wants no more traffic. */
  readonly isStopping: () => boolean;
  /** How long a check may take. @default 2000 */
  readonly checkMsMax?: number;
}

const retryLater = { 'retry-after': '1' };

/** `/healthz` (the process answers), `/readyz` (it should get traffic) and `/metrics`. */
export function createHealthRoutes(options: HealthOptions): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    if (options.isStopping()) return c.json({ status: 'stopping', failing: [] }, 503, retryLater);
    const results = await Promise.all(
      options.checks.map(async (check) =>
        (await passes(check, options.checkMsMax ?? 2_000)) ? null : check.name,
      ),
    );
    const failing = results.filter((name) => name !== null);
    if (failing.length === 0) return c.json({ status: 'ok', failing });
    return c.json({ status: 'failing', failing }, 503, retryLater);
  });
  app.get('/metrics', async (c) =>
    c.body(await options.registry.metrics(), 200, { 'content-type': options.registry.contentType }),
  );
  return app;
}

async function passes(check: ReadyCheck, msMax: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), msMax);
  });
  try {
    return await Promise.race([check.check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
