import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../../test/servers/run-command.ts';
import { type RunningSandbox, startSandbox } from '../../../test/services/start-sandbox.ts';

const main = join(import.meta.dirname, 'main.ts');
const idOf = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-sandbox-'));
  file = join(folder, 'charges.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

async function send(url: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, {
    method: 'POST',
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return response.json();
}

const charge = ({ url }: RunningSandbox, n: number, method = 'sandbox-card') =>
  send(url, '/charges', { id: idOf(n), amount: n, currency: 'EUR', method });

const ledgerOf = async ({ url }: RunningSandbox) =>
  (await fetch(`${url}/ledger?limit=1000`)).json() as Promise<{ charges: { id: string; state: string }[] }>;

describe('the sandbox’s file', () => {
  it('has every charge that anybody was told of, when the process is killed', async () => {
    const sandbox = await startSandbox({ env: { DATA_FILE: file, LATE_MS: '3600000' } });
    const told: string[] = [];
    const kill = Promise.withResolvers<void>();
    const charging = Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        await charge(sandbox, n).then(
          () => told.push(idOf(n)),
          () => {},
        );
        if (told.length === 100) kill.resolve();
      }),
    );
    await kill.promise;
    await sandbox.restart();
    await charging;
    const { charges } = await ledgerOf(sandbox);
    const kept = new Set(charges.map(({ id }) => id));
    expect(told.length).toBeGreaterThanOrEqual(100);
    expect(told.filter((id) => !kept.has(id))).toEqual([]);
    await sandbox.stop();
  });

  it('has each charge as it stood last', async () => {
    const sandbox = await startSandbox({ env: { DATA_FILE: file, LATE_MS: '3600000' } });
    await charge(sandbox, 1);
    await charge(sandbox, 2, 'sandbox-declined');
    await charge(sandbox, 3, 'sandbox-late-success');
    await charge(sandbox, 4);
    await send(sandbox.url, `/charges/${idOf(4)}/refund`);
    await send(sandbox.url, `/charges/${idOf(5)}/void`);
    const before = await ledgerOf(sandbox);
    await sandbox.restart();
    expect(await ledgerOf(sandbox)).toEqual(before);
    expect(before.charges.map(({ state }) => state)).toEqual([
      'succeeded',
      'declined',
      'pending',
      'refunded',
      'declined',
    ]);
    await sandbox.stop();
  });

  it('is not started from, nor touched, when a line of it is no charge', async () => {
    await writeFile(file, '{"id":"somebody else’s"}\n');
    await appendFile(file, 'torn');
    const run = runCommand(process.execPath, [main, '--data', file], { timeoutMs: 20_000 });
    await expect(run).rejects.toThrow(`${file}: line 1 is no charge`);
    expect(await readFile(file, 'utf8')).toContain('torn');
  });
});

describe('the process', () => {
  it('tells its settings at fault in one line', async () => {
    const env = { ...process.env, CHARGES: 'fast' };
    const run = runCommand(process.execPath, [main], { timeoutMs: 20_000, env });
    await expect(run).rejects.toThrow('payment-sandbox: bad settings: CHARGES');
  });

  it('is not kept busy by a call that hangs for somebody who has gone', async () => {
    const sandbox = await startSandbox({ env: { HANG_MS: '300000', CALLS_MAX: '1' } });
    const signal = AbortSignal.timeout(300);
    const body = JSON.stringify({
      id: idOf(1),
      amount: 1,
      currency: 'EUR',
      method: 'sandbox-timeout-then-success',
    });
    const headers = { 'content-type': 'application/json' };
    const hanging = fetch(`${sandbox.url}/charges`, { method: 'POST', headers, body, signal });
    await expect(hanging).rejects.toThrow('timeout');
    await expect.poll(async () => (await fetch(`${sandbox.url}/ledger`)).status).toBe(200);
    await sandbox.stop();
  });

  it('answers for its health and its figures, and ends though calls hang', async () => {
    const sandbox = await startSandbox({ env: { HANG_MS: '300000' } });
    const hanging = charge(sandbox, 1, 'sandbox-timeout-then-success');
    const metrics = async () => (await fetch(`${sandbox.url}/metrics`)).text();
    await expect.poll(metrics).toMatch(/sandbox_charge_changes_total\{state="succeeded".*\} 1/);
    expect((await fetch(`${sandbox.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/nowhere`)).status).toBe(404);
    await sandbox.stop();
    expect(await hanging).toMatchObject({ state: 'succeeded' });
  });
});
