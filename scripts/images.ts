import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addedBytesMax } from '@onsale/images';
import { originOf } from './lib/images-origin.ts';
import { type PlannedImage, planImage } from './lib/images-plan.ts';
import { type ImagesSettings, readImagesSettings, type ToolName } from './lib/images-settings.ts';
import { baseBytes, findTool, imageBytes, runTool } from './lib/images-tool.ts';
import { rootFolder } from './lib/test-steps.ts';

const help = `pnpm images [--service NAME]… [--tag T] [--registry R] [--push]

Builds the services' images: seats-api, realtime, web, payment-sandbox.

  --service   only this service's; may be given several times
  --tag       their tag (each service's own version)
  --registry  where their names begin (docker.io/onsale)
  --push      pushes them, when all are built
  --help      this text

Settings: IMAGES_TOOL, docker, podman or buildah (the first that answers); IMAGES_BUILD_ARGS, more arguments for each
build, for example how to isolate it and what to pull; IMAGES_BASE, another image than node:24-bookworm-slim to build
on; SOURCE_DATE_EPOCH, the time that images and their files carry, in seconds since 1970 (the last commit's).
`;

const print = (line: string) => process.stdout.write(`${line}\n`);
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

async function build(settings: ImagesSettings): Promise<void> {
  const tool = await findTool(settings.tool);
  const images = await planAll(settings, tool);
  for (const { name, build: command } of images) {
    print(`── ${name}, by ${tool}`);
    await runTool(tool, command);
  }
  await tellSizes(tool, settings.base, images);
  if (!settings.isPushed) return;
  for (const { push } of images) await runTool(tool, push);
}

async function planAll(settings: ImagesSettings, tool: ToolName): Promise<readonly PlannedImage[]> {
  const { registry, base, buildArgs } = settings;
  const origin = await originOf(process.env);
  return Promise.all(
    settings.services.map(async ({ name: service }) => {
      const manifest = await readFile(join(rootFolder, 'services', service, 'package.json'), 'utf8');
      const { version } = JSON.parse(manifest) as { version: string };
      const tag = settings.tag ?? version;
      return planImage({ tool, service, version, tag, registry, base, buildArgs, origin });
    }),
  );
}

/** Fails when one is larger than it may be. */
async function tellSizes(tool: ToolName, base: string, images: readonly PlannedImage[]): Promise<void> {
  const baseSize = await baseBytes(tool, base);
  print(`\n${base}: ${megabytes(baseSize)}`);
  const tooLarge: string[] = [];
  for (const { name } of images) {
    const added = (await imageBytes(tool, name)) - baseSize;
    print(`${name}: ${megabytes(added)} more`);
    if (added > addedBytesMax) tooLarge.push(name);
  }
  if (tooLarge.length === 0) return;
  throw new Error(`More than ${megabytes(addedBytesMax)} above the base: ${tooLarge.join(', ')}.`);
}

async function main(): Promise<void> {
  const asked = readImagesSettings(process.argv.slice(2), process.env);
  if (asked.kind === 'build') await build(asked);
  else process.stdout.write(help);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
