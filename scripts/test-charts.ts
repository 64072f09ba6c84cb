import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closingLine, noTests } from './lib/counts.ts';
import { missingPrograms } from './lib/missing-programs.ts';
import { runStep } from './lib/run-step.ts';
import { testStep } from './lib/test-steps.ts';

const help = `pnpm test:charts [--if-available]

Checks the Helm charts: lint, schemas and tables against the comments they are made from, unit tests of the templates,
what the rendered objects say of each other and of the services' settings; and, where KUBECONFIG names a cluster that
answers, whether that takes them (nothing is installed).

  --if-available   ends well where helm or helm-unittest are missing; without it they must be there
  --help           this text

Programs: helm 4 (https://helm.sh/docs/intro/install), helm-unittest as a program on the PATH
(go install github.com/helm-unittest/helm-unittest/cmd/helm-unittest@v1.1.2), and kubectl for the last of the checks.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      'if-available': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const missing = await missingPrograms([
    ['helm', ['version', '--short']],
    ['helm-unittest', ['--help']],
  ]);
  if (missing.length > 0) {
    process.stdout.write(`not on the PATH: ${missing.join(', ')} (--help says where they are from)\n`);
    process.stdout.write(`${closingLine({ ...noTests, skipped: 1 })}\n`);
    return values['if-available'] ? 0 : 1;
  }
  const reports = await mkdtemp(join(tmpdir(), 'onsale-test-reports-'));
  try {
    const counts = await runStep(testStep('charts', reports));
    process.stdout.write(`\n${closingLine(counts)}\n`);
    return counts.failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

process.exitCode = await main();
