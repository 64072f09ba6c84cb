import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Outcome, oneFailed, onePassed } from './counts.ts';
import { rootFolder, type Step } from './test-steps.ts';
import { outcomeOfReport } from './vitest-report.ts';

/** Past this the rest of a failed check's output is not shown. */
const outputBytesMax = 256 * 1024;

/** Runs one step under its heading and says how long it took; a failed check shows what it printed. */
export async function runStep(step: Step): Promise<Outcome> {
  process.stdout.write(`\n── ${step.title}\n`);
  const startMs = performance.now();
  const result = await run(step);
  const outcome = await outcomeOf(step, result);
  const { counts } = outcome;
  if (counts.failed > 0 && result.output !== '') process.stdout.write(`${result.output.trim()}\n`);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const verdict = counts.failed > 0 ? `FAILED (${result.ending})` : 'passed';
  process.stdout.write(`── ${step.title}: ${verdict}, ${seconds} s\n`);
  return outcome;
}

async function outcomeOf(step: Step, { ending }: StepResult): Promise<Outcome> {
  const hasSucceeded = ending === 'exit code 0';
  if (step.kind === 'tests') return outcomeOfReport(step.reportPath, { title: step.title, hasSucceeded });
  if (hasSucceeded) return { counts: onePassed, failures: [] };
  return { counts: oneFailed, failures: [`${step.title}: ${ending}`] };
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
