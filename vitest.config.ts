import { defineConfig } from 'vitest/config';

const integration = '**/*.integration.test.ts';
const browser = 'test/browser/**/*.browser.test.ts';
const nothing = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...nothing, integration, browser],
        },
      },
      {
        test: {
          name: 'integration',
          include: [integration],
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
          include: [browser],
          exclude: nothing,
          globalSetup: ['test/servers/global-setup/integration.ts', 'test/servers/global-setup/browser.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
