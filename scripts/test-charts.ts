import { exitWith } from './lib/exit-with.ts';
import { missingPrograms } from './lib/missing-programs.ts';
import { optionalTests } from './lib/optional-tests.ts';
import { runTests } from './lib/run-tests.ts';
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

async function whyNot(): Promise<string | null> {
  const missing = await missingPrograms([
    ['helm', ['version', '--short']],
    ['helm-unittest', ['--help']],
  ]);
  return missing.length === 0 ? null : `Not on the PATH: ${missing.join(', ')}.`;
}

const run = () => runTests((reports) => [testStep('charts', reports)]);
await exitWith(() => optionalTests({ help, whyNot, run }));
