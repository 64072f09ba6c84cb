import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'loaded-packages.ts');
const runMsMax = 60_000;

async function packagesLoaded(service: string, env: Record<string, string>): Promise<string[]> {
  const { stdout } = await run(process.execPath, [script, service], {
    env: { PATH: process.env.PATH, ...env },
    timeout: runMsMax,
  });
  return JSON.parse(stdout) as string[];
}

describe.each(['seats-api', 'realtime'])('%s', (service) => {
  it('loads nothing of OpenTelemetry’s for traces when nobody wants them', {
    timeout: runMsMax,
  }, async () => {
    // The figures' library asks the API, a few empty functions, whether there is a trace to name with a figure.
    expect(await packagesLoaded(service, {})).toEqual(['@opentelemetry/api']);
  });

  it('loads the SDK when somebody does', { timeout: runMsMax }, async () => {
    const loaded = await packagesLoaded(service, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(loaded).toContain('@opentelemetry/sdk-trace');
    expect(loaded).toContain('@opentelemetry/exporter-trace-otlp-http');
  });
});
