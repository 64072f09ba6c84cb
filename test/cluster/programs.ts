import { spawn } from 'node:child_process';

/** All that a program prints here, with room to spare. */
const outputBytesMax = 32 * 1024 * 1024;

export interface RunOptions {
  /** After this the program is ended and has failed, milliseconds. */
  readonly timeoutMs?: number;
  /** What it reads. */
  readonly input?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program and answers what it printed on its standard output. Fails with all that it printed when it does. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { timeoutMs = 60_000, input = '', env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < outputBytesMax) output += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaints.length < outputBytesMax) complaints += chunk.toString('utf8');
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const command = [program, ...args].join(' ');
      reject(new Error(`${command} ended with ${signal ?? `code ${code}`}\n${complaints}${output}`));
    });
  });
}

export function kubectl(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return run('kubectl', args, options);
}

export function helm(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return run('helm', args, { timeoutMs: 400_000, ...options });
}

/** What `kubectl get … --output json` answers. */
export async function getJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(['get', ...args, '--output', 'json'])) as T;
}

/** Creates objects, or brings those that are there to what is wanted. */
export async function apply(objects: readonly object[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  await kubectl(['apply', '--filename', '-'], { input: JSON.stringify(list) });
}

/** Runs a command of the operator's in a shell, with more of its environment. */
export function shell(command: string, env: Readonly<Record<string, string>>): Promise<string> {
  return run('sh', ['-c', command], { env, timeoutMs: 300_000 });
}
