import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Composed, composeService, serviceNames } from './composed.ts';

const paths = ['/healthz', '/readyz', '/metrics'];
let composed: Composed | null = null;

afterEach(() => composed?.takeApart());

async function open(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a port says of the process, by path; null where it says nothing of the kind. */
async function told(url: string): Promise<(string | null)[]> {
  return Promise.all(
    paths.map(async (path) => {
      const text = await (await fetch(url + path)).text();
      return /# HELP process_|"status":"(?:ok|failing)"/.exec(text)?.[0] ?? null;
    }),
  );
}

const health = ['"status":"ok"', expect.stringMatching(/"status":"(ok|failing)"/), '# HELP process_'];

describe.each(serviceNames)('%s', (name) => {
  it('tells of itself on its own port when there is no other', async () => {
    composed = await composeService(name);
    expect(composed.admin).toBeNull();
    expect(await told(await open(composed.server))).toEqual(health);
  });

  it('tells nothing there when there is one for that, and all of it on that one', async () => {
    composed = await composeService(name, { ADMIN_PORT: '0' });
    if (composed.admin === null) throw new Error('no port for health');
    expect(await told(await open(composed.admin))).toEqual(health);
    expect(await told(await open(composed.server))).toEqual([null, null, null]);
  });
});
