import { parseArgs } from 'node:util';
import { closingLine, noTests } from './counts.ts';

export interface OptionalTests {
  readonly help: string;
  /** What keeps them from running here, as one sentence; null when nothing does. */
  readonly whyNot: () => Promise<string | null>;
  /** Answers the exit code. */
  readonly run: () => Promise<number>;
}

/**
 * A command for tests that need what not every machine has: `--help`, and `--if-available`, with which it ends well where they
 * cannot run. Answers the exit code.
 */
export async function optionalTests({ help, whyNot, run }: OptionalTests): Promise<number> {
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
  const why = await whyNot();
  if (why === null) return run();
  process.stdout.write(`${why} (--help says what is needed)\n${closingLine({ ...noTests, skipped: 1 })}\n`);
  return values['if-available'] ? 0 : 1;
}
