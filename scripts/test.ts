import { parseArgs } from 'node:util';
import { exitWith } from './lib/exit-with.ts';
import { runTests } from './lib/run-tests.ts';
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
  const selection = { names: positionals, onlyStatic: values.static, isCi: values.ci };
  return runTests((reports) => selectSteps(selection, reports));
}

await exitWith(main);
