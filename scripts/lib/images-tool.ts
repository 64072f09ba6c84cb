import { spawn } from 'node:child_process';
import { runCommand } from '../../test/servers/run-command.ts';
import type { ToolCommand } from './images-plan.ts';
import { type ToolName, toolNames } from './images-settings.ts';
import { rootFolder } from './test-steps.ts';

const answerMsMax = 20_000;
const pullMsMax = 10 * 60_000;
const buildMsMax = 30 * 60_000;

/** The tool asked for, else the first that answers: a client without its server does not. */
export async function findTool(asked: ToolName | undefined): Promise<ToolName> {
  for (const tool of asked === undefined ? toolNames : [asked]) {
    const answers = await runCommand(tool, ['info'], { timeoutMs: answerMsMax }).then(
      () => true,
      () => false,
    );
    if (answers) return tool;
  }
  throw new Error(
    `${asked ?? 'None of docker, podman and buildah'} ${asked === undefined ? 'answers' : 'does not answer'}.`,
  );
}

/** Runs the tool in the terminal, from the repository's root. */
export async function runTool(tool: ToolName, { args, env }: ToolCommand): Promise<void> {
  const child = spawn(tool, args, {
    cwd: rootFolder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: buildMsMax,
  });
  const ending = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  if (ending !== 'code 0') throw new Error(`${tool} ${args[0]} ended with ${ending}.`);
}

/** Bytes of an image that this machine has, unpacked. */
export async function imageBytes(tool: ToolName, image: string): Promise<number> {
  if (tool === 'buildah') {
    const args = ['inspect', '--type', 'image', '--format', '{{.Manifest}}', image];
    const manifest = JSON.parse(await runCommand(tool, args, { timeoutMs: answerMsMax })) as {
      readonly layers: readonly { readonly size: number }[];
    };
    return manifest.layers.reduce((sum, { size }) => sum + size, 0);
  }
  const args = ['image', 'inspect', '--format', '{{.Size}}', image];
  return Number(await runCommand(tool, args, { timeoutMs: answerMsMax }));
}

/** The same of the base, which a builder with a store of its own may not have left on this machine. */
export function baseBytes(tool: ToolName, base: string): Promise<number> {
  return imageBytes(tool, base).catch(async () => {
    await runCommand(tool, ['pull', base], { timeoutMs: pullMsMax });
    return imageBytes(tool, base);
  });
}
