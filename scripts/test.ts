import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addCounts, closingLine, noTests } from './lib/counts.ts';
import { runStep } from './lib/run-step.ts';
import { projectNames, selectSteps } from './lib/test-steps.ts';

const help = `pnpm test [--static | --ci] [${projectNames.join('|')}]…

Runs every check of the repository and ends with one line that counts them. Without arguments all of them:
types, lint with formatting and import boundaries, unused code, then the unit, integration and browser tests.
What measures the page runs when named; the fault suite, which takes ten minutes and more, when named and with --ci.

  --static   only the checks that read the code without running it
  --ci       the fault suite too
  --help     this text

Servers: MYSQL_URL, REDIS_URL and CHROMIUM_PATH when given; else this machine's programs, started privately;
else Debian's packages, installed when this user may; else Docker.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      static: { type: 'boolean', default: false },
      ci: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const reports = await mkdtemp(join(tmpdir(), 'onsale-test-reports-'));
  try {
    const selection = { names: positionals, onlyStatic: values.static, isCi: values.ci };
    let total = noTests;
    for (const step of selectSteps(selection, reports)) {
      total = addCounts(total, await runStep(step));
    }
    process.stdout.write(`\n${closingLine(total)}\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
