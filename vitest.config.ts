import { defineConfig } from 'vitest/config';

const integration = '**/*.integration.test.ts';
const browser = 'test/browser/**/*.browser.test.ts';
/**
 * All buyers of these tests come from one address, and some ask more in a second than a person could: the limits of
 * traffic are off in every process that a test starts, unless it is about them.
 */
const noTrafficLimits = {
  BUYER_COMMANDS_PER_SECOND: '0',
  ADDRESS_COMMANDS_PER_SECOND: '0',
  ADDRESS_SOCKETS_MAX: '0',
};
const page = 'test/page/**/*.page.test.ts';
const charts = 'test/charts/**/*.chart.test.ts';
const faults = 'test/faults/**/*.fault.test.ts';
const cluster = 'test/cluster/**/*.cluster.test.ts';
const nothing = ['**/node_modules/**', '**/dist/**'];
/** A list of what is wrong is told whole: `expected [ Array(1) ]` says nothing to whoever reads the report. */
const chaiConfig = { truncateThreshold: 2_000 };

export default defineConfig({
  test: {
    chaiConfig,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...nothing, integration, browser, page, faults, charts, cluster],
        },
      },
      {
        test: {
          name: 'integration',
          include: [integration],
          env: noTrafficLimits,
          exclude: nothing,
          globalSetup: ['test/servers/global-setup/integration.ts'],
          // The servers and the processes that these tests start share the machine's cores with them.
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          // What the page weighs does not depend on the machine.
          include: [browser, 'test/page/weight.page.test.ts'],
          exclude: nothing,
          globalSetup: [
            'test/servers/global-setup/screenshots.ts',
            'test/servers/global-setup/integration.ts',
            'test/servers/global-setup/browser.ts',
          ],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'page',
          include: [page],
          exclude: nothing,
          env: noTrafficLimits,
          globalSetup: ['test/servers/global-setup/browser.ts'],
          // What is measured has the machine for itself.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'charts',
          include: [charts],
          exclude: nothing,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: [cluster],
          exclude: nothing,
          globalSetup: ['test/servers/global-setup/browser.ts', 'test/cluster/global-setup/cluster.ts'],
          fileParallelism: false,
          testTimeout: 400_000,
          hookTimeout: 400_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: [faults],
          env: noTrafficLimits,
          exclude: nothing,
          globalSetup: ['test/faults/global-setup/report.ts'],
          // One fault at a time: each has two cores for its sale, its buyers and its servers.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
