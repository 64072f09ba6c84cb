import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Counts, oneFailed, onePassed } from './counts.ts';
import { rootFolder, type Step } from './test-steps.ts';
import { countReport } from './vitest-report.ts';

/** Past this the rest of a failed check's output is not shown. */
const outputBytesMax = 256 * 1024;

/** Runs one step under its heading and says how long it took; a failed check shows what it printed. */
export async function runStep(step: Step): Promise<Counts> {
  process.stdout.write(`\n── ${step.title}\n`);
  const startMs = performance.now();
  const result = await run(step);
  const counts = await countStep(step, result);
  if (counts.failed > 0 && result.output !== '') process.stdout.write(`${result.output.trim()}\n`);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const verdict = counts.failed > 0 ? `FAILED (${result.ending})` : 'passed';
  process.stdout.write(`── ${step.title}: ${verdict}, ${seconds} s\n`);
  return counts;
}

function countStep(step: Step, result: StepResult): Promise<Counts> | Counts {
  if (step.kind === 'tests') return countReport(step.reportPath, result.ending === 'exit code 0');
  return result.ending === 'exit code 0' ? onePassed : oneFailed;
}

interface StepResult {
  /** `exit code 0`, the signal that ended it, or why it did not start. */
  readonly ending: string;
  /** What a check printed; a run of tests prints to the terminal by itself. */
  readonly output: string;
}

function run(step: Step): Promise<StepResult> {
  return new Promise((resolve) => {
    const printing = step.kind === 'tests' ? 'inherit' : 'pipe';
    const child = spawn(join(rootFolder, 'node_modules/.bin', step.program), step.args, {
      cwd: rootFolder,
      env: plainUnlessTerminal(process.env),
      stdio: ['ignore', printing, printing],
      timeout: step.timeoutMs,
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      if (output.length < outputBytesMax) output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ ending: error.message, output }));
    child.once('close', (code, signal) => resolve({ ending: signal ?? `exit code ${code}`, output }));
  });
}

/** A package manager asks its scripts for colours although nothing there shows them. */
function plainUnlessTerminal(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (process.stdout.isTTY) return env;
  const { FORCE_COLOR: _forced, ...rest } = env;
  return { ...rest, NO_COLOR: '1' };
}
