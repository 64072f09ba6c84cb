import { spawn } from 'node:child_process';

/** Those of the programs that cannot be started, each tried with arguments that only make it speak. */
export async function missingPrograms(
  programs: readonly (readonly [name: string, args: readonly string[]])[],
): Promise<string[]> {
  const found = await Promise.all(programs.map(([name, args]) => canStart(name, args)));
  return programs.flatMap(([name], index) => (found[index] ? [] : [name]));
}

function canStart(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
