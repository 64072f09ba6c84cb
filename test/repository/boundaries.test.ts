import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintAsRepository, rootFolder } from './biome-fixture.ts';

const pure = 'The domain is pure';
const testHelpers = "The domain's test helpers import nothing but Vitest and fast-check";
const contracts = 'Contracts describe what crosses the wire';
const useCases = 'The use cases know the domain and its ports';
const store = 'A store knows the domain and its own driver';
const bus = "Redis carries the domain's entries and the processes' load reports";
const identity = 'Identity signs and checks sessions and tickets';
const limits = 'Limits count what buyers and addresses ask';
const runtime = 'The runtime serves every service alike';
const telemetry = 'Telemetry watches a sale through what booking tells its listeners';
const addresses = 'Node addresses come from Kubernetes or a fixed list';
const client = 'The client runs in any browser';
const payments = "A payment provider stands behind the domain's port";
const sandbox = "The sandbox stands for somebody else's service";
const eachOther = 'Services import packages, never each other';
const page = 'The page runs in a browser';
const mysqlOnly = 'Only packages/store-mysql talks to MySQL';
const sqliteOnly = 'Only packages/store-sqlite talks to SQLite';
const redisOnly = 'Only packages/bus-redis and services/realtime know Redis and Socket.IO';
const kubernetesOnly = 'Only packages/node-address asks the Kubernetes API';
const openTelemetryOnly = 'Only packages/telemetry knows OpenTelemetry';
const queriesOnly = 'Only the stores build queries';
const webhooksOnly =
  "Only packages/payments and services/payment-sandbox sign and check the provider's messages";

/** Where somebody writes which import, and the reason that they are told. */
const refused: readonly (readonly [folder: string, imported: string, reason: string])[] = [
  ['packages/domain/src', 'node:crypto', pure],
  ['packages/domain/src', 'zod', pure],
  ['packages/domain/src', '@onsale/contracts', pure],
  ['packages/domain/src', '../../contracts/src/index.ts', pure],
  ['packages/domain/src', 'vitest', pure],
  ['packages/domain/src/testing', 'node:fs', testHelpers],
  ['packages/domain/src/testing', 'mysql2', testHelpers],
  ['packages/contracts/src', '@onsale/booking', contracts],
  ['packages/contracts/src', 'hono', contracts],
  ['packages/contracts/src', 'node:fs', contracts],
  ['packages/booking/src', 'mysql2/promise', useCases],
  ['packages/booking/src', '@onsale/store-mysql', useCases],
  ['packages/booking/src', '@onsale/domain/testing', useCases],
  ['packages/booking/src', 'hono', useCases],
  ['packages/store-mysql/src', 'better-sqlite3', store],
  ['packages/store-mysql/src', '@onsale/booking', store],
  ['packages/store-sqlite/src', 'mysql2', store],
  ['packages/store-sqlite/src', '../../store-mysql/src/rows.ts', store],
  ['packages/bus-redis/src', 'mysql2', bus],
  ['packages/bus-redis/src', '@onsale/booking', bus],
  ['packages/identity/src', '@onsale/store-mysql', identity],
  ['packages/identity/src', 'hono', identity],
  ['packages/limits/src', 'hono', limits],
  ['packages/limits/src', '@onsale/runtime', limits],
  ['packages/runtime/src', '@onsale/domain', runtime],
  ['packages/runtime/src', 'ioredis', runtime],
  ['packages/telemetry/src', '@onsale/store-mysql', telemetry],
  ['packages/telemetry/src', 'hono', telemetry],
  ['packages/telemetry/src', 'prom-client', telemetry],
  ['services/realtime/src', '@opentelemetry/api', openTelemetryOnly],
  ['services/seats-api/src', '@opentelemetry/sdk-trace', openTelemetryOnly],
  ['scripts', '@opentelemetry/api', openTelemetryOnly],
  ['packages/node-address/src', '@onsale/domain', addresses],
  ['packages/node-address/src', 'ioredis', addresses],
  ['packages/bus-redis/src', '@onsale/node-address/kubernetes', bus],
  ['services/seats-api/src', '@kubernetes/client-node', kubernetesOnly],
  ['services/realtime/src', '@kubernetes/client-node', kubernetesOnly],
  ['packages/client/src', 'node:crypto', client],
  ['packages/client/src', '@onsale/booking', client],
  ['packages/payments/src', '@onsale/booking', payments],
  ['packages/payments/src', '@onsale/runtime', payments],
  ['packages/payments/src', 'hono', payments],
  ['packages/payments/src', '../../../services/payment-sandbox/src/wire.ts', payments],
  ['packages/identity/src', 'standardwebhooks', identity],
  ['services/payment-sandbox/src', '@onsale/domain', sandbox],
  ['services/payment-sandbox/src', '@onsale/payments', sandbox],
  ['services/payment-sandbox/src', '../../../packages/payments/src/charge-answer.ts', sandbox],
  ['services/payment-sandbox/src', 'mysql2', sandbox],
  ['services/seats-api/src', '@onsale/payment-sandbox', eachOther],
  ['services/seats-api/src', 'standardwebhooks', webhooksOnly],
  ['services/realtime/src', '../../payment-sandbox/src/wire.ts', eachOther],
  ['services/realtime/src', 'standardwebhooks', webhooksOnly],
  ['services/web/server', 'standardwebhooks', webhooksOnly],
  ['services/standalone/src', 'standardwebhooks', webhooksOnly],
  ['scripts', 'standardwebhooks', webhooksOnly],
  ['services/seats-api/src', '@onsale/realtime', eachOther],
  ['services/seats-api/src', '../../realtime/src/index.ts', eachOther],
  ['services/seats-api/src', 'mysql2', mysqlOnly],
  ['services/seats-api/src', 'drizzle-orm', queriesOnly],
  ['services/seats-api/src', 'ioredis', redisOnly],
  ['services/seats-api/src', 'socket.io', redisOnly],
  ['services/realtime/src', '@onsale/seats-api', eachOther],
  ['services/realtime/src', '@onsale/standalone', eachOther],
  ['services/realtime/src', 'better-sqlite3', sqliteOnly],
  ['services/web/server', '@onsale/seats-api', eachOther],
  ['services/web/server', 'ioredis', redisOnly],
  ['services/web/src', 'node:fs', page],
  ['services/web/src', '@onsale/domain', page],
  ['services/web/src', '@onsale/runtime', page],
  ['services/web/src', '../server/main.ts', page],
  ['services/standalone/src', 'mysql2', mysqlOnly],
  ['services/standalone/src', 'better-sqlite3', sqliteOnly],
  ['services/standalone/src', 'ioredis', redisOnly],
  ['scripts', 'mysql2', mysqlOnly],
];

/** What the design asks for; each must pass without a finding. */
const allowed: readonly (readonly [folder: string, imported: string])[] = [
  ['packages/domain/src/testing', 'vitest'],
  ['packages/domain/src/testing', 'fast-check'],
  ['packages/contracts/src', '@onsale/domain'],
  ['packages/contracts/src', 'zod'],
  ['packages/booking/src', '@onsale/domain'],
  ['packages/store-mysql/src', 'mysql2/promise'],
  ['packages/store-mysql/src/schema', 'drizzle-orm/mysql-core'],
  ['packages/store-sqlite/src', 'better-sqlite3'],
  ['packages/store-sqlite/src', 'node:path'],
  ['packages/bus-redis/src', 'ioredis'],
  ['packages/bus-redis/src', '@socket.io/redis-streams-adapter'],
  ['packages/bus-redis/src', '@onsale/node-address/loads'],
  ['packages/node-address/src', '@kubernetes/client-node'],
  ['services/seats-api/src', '@onsale/node-address/kubernetes'],
  ['services/realtime/src', '@onsale/node-address/loads'],
  ['packages/telemetry/src', '@onsale/booking'],
  ['packages/telemetry/src', '@opentelemetry/api'],
  ['services/realtime/src', '@onsale/telemetry'],
  ['packages/limits/src', '@onsale/domain'],
  ['packages/limits/src', 'rate-limiter-flexible'],
  ['packages/client/src', '@onsale/contracts'],
  ['packages/client/src', 'socket.io-client'],
  ['packages/payments/src', 'standardwebhooks'],
  ['packages/payments/src', 'zod'],
  ['packages/payments/src', 'node:crypto'],
  ['services/payment-sandbox/src', 'standardwebhooks'],
  ['services/payment-sandbox/src', '@onsale/runtime'],
  ['services/payment-sandbox/src', '@hono/zod-openapi'],
  ['services/seats-api/src', '@onsale/payments'],
  ['services/realtime/src', '@onsale/payments'],
  ['services/realtime/src', 'socket.io'],
  ['services/standalone/src', '@onsale/seats-api'],
  ['services/standalone/src', '@onsale/realtime'],
  ['services/web/src', '@onsale/client'],
];

const importing = (imported: string) =>
  `import { thing } from '${imported}';\n\nexport const used = thing;\n`;
const fileOf = (folder: string, kind: string, index: number) => `${folder}/${kind}-${index}.ts`;

describe('import boundaries', () => {
  const sources: Record<string, string> = {};
  for (const [index, [folder, imported]] of refused.entries()) {
    sources[fileOf(folder, 'refused', index)] = importing(imported);
  }
  for (const [index, [folder, imported]] of allowed.entries()) {
    sources[fileOf(folder, 'allowed', index)] = importing(imported);
  }
  const findings = lintAsRepository(sources);
  const findingsIn = (path: string) => findings.filter((finding) => finding.path === path);

  it.each(refused.map(([folder, imported, reason], index) => ({ folder, imported, reason, index })))(
    '$folder may not import $imported: $reason',
    ({ folder, reason, index }) => {
      const restrictions = findingsIn(fileOf(folder, 'refused', index)).filter(
        ({ rule }) => rule === 'lint/style/noRestrictedImports',
      );
      expect(restrictions.map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
    },
  );

  it.each(allowed.map(([folder, imported], index) => ({ folder, imported, index })))(
    '$folder may import $imported',
    ({ folder, index }) => {
      expect(findingsIn(fileOf(folder, 'allowed', index))).toEqual([]);
    },
  );

  it('covers every package and every service', () => {
    const folders = globSync('{packages,services}/*/', { cwd: rootFolder }).filter((folder) =>
      globSync('package.json', { cwd: join(rootFolder, folder) }).includes('package.json'),
    );
    const covered = new Set(refused.map(([folder]) => folder.split('/').slice(0, 2).join('/')));
    expect(
      folders.map((folder) => folder.replace(/\/$/, '')).filter((folder) => !covered.has(folder)),
    ).toEqual([]);
  });
});

describe('other rules of the repository', () => {
  /** The rule and a source that breaks it, written to `packages/booking/src`. */
  const broken: Readonly<Record<string, string>> = {
    'lint/correctness/noUndeclaredDependencies': importing('left-pad'),
    'lint/suspicious/noImportCycles': `import { other } from './cycle-end.ts';\n\nexport const start = () => other;\n`,
    'lint/suspicious/noExplicitAny': 'export const value = (given: any): unknown => given;\n',
    'lint/suspicious/noConsole': "console.log('hello');\n",
    'lint/style/noNonNullAssertion': 'export const first = (list: string[]): string => list[0]!;\n',
    'lint/style/useImportType': "import { Seat } from './seat.ts';\n\nexport const none: Seat[] = [];\n",
    'lint/style/useNodejsImportProtocol': importing('fs'),
    'lint/correctness/noUnusedVariables': 'const unused = 1;\n\nexport {};\n',
    'lint/correctness/noUnusedImports': "import { seat } from './seat.ts';\n\nexport {};\n",
    'lint/nursery/noFloatingPromises':
      'async function work(): Promise<void> {}\n\nexport function start(): void {\n  work();\n}\n',
    'lint/nursery/useExhaustiveSwitchCases':
      "export function name(state: 'held' | 'sold'): void {\n  switch (state) {\n    case 'held':\n      return;\n  }\n}\n",
  };
  const folder = 'packages/booking/src';
  const fileOfRule = (rule: string) => `${folder}/${rule.split('/').at(-1)?.toLowerCase()}.ts`;
  const sources = Object.fromEntries(
    Object.entries(broken).map(([rule, source]) => [fileOfRule(rule), source]),
  );
  const findings = lintAsRepository({
    ...sources,
    [`${folder}/seat.ts`]: 'export type Seat = number;\nexport const seat = 1;\n',
    [`${folder}/cycle-end.ts`]:
      "import { start } from './noimportcycles.ts';\n\nexport const other = () => start;\n",
  });

  it.each(Object.keys(broken))('%s', (rule) => {
    const rules = findings.filter(({ path }) => path === fileOfRule(rule)).map((finding) => finding.rule);
    expect(rules).toContain(rule);
  });

  it('has no comment that switches a rule or a type check off', () => {
    const files = globSync('{packages,services,scripts,test,layouts}/**/*.{ts,tsx}', {
      cwd: rootFolder,
      exclude: ['**/node_modules/**', '**/dist/**'],
    });
    const switchedOff = /(?:biome|@ts)-(?:ignore|nocheck)/;
    const found = files.filter((file) => switchedOff.test(readFileSync(join(rootFolder, file), 'utf8')));
    expect(found).toEqual([]);
  });
});
