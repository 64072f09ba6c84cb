import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleService, services } from '@onsale/images';
import { buildPage } from '../../scripts/lib/build-page.ts';

export interface ImageFolders {
  /** What is in the image of this service. */
  of(service: string): string;
  remove(): Promise<void>;
}

/**
 * What is in every image besides Node, in a folder that nobody may write to and above which there is no `node_modules`.
 */
export async function bundleAll(): Promise<ImageFolders> {
  const root = await mkdtemp(join(tmpdir(), 'onsale-images-'));
  await buildPage(() => {});
  for (const service of services) {
    await bundleService(service, join(root, service.name));
    for (const path of await pathsIn(join(root, service.name))) await withoutWriting(path);
  }
  return {
    of: (service) => join(root, service),
    async remove() {
      for (const path of await pathsIn(root)) await chmod(path, 0o755);
      await rm(root, { recursive: true });
    },
  };
}

async function withoutWriting(path: string): Promise<void> {
  await chmod(path, (await stat(path)).isDirectory() ? 0o555 : 0o444);
}

/** The folder and everything in it. */
async function pathsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return [folder, ...names.map((name) => join(folder, name))];
}

export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** Every file by its path in the folder. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, FileFacts>> {
  const files = new Map<string, FileFacts>();
  for (const path of await pathsIn(folder)) {
    if ((await stat(path)).isDirectory()) continue;
    const content = await readFile(path);
    const sha256 = createHash('sha256').update(content).digest('hex');
    files.set(path.slice(folder.length + 1), { bytes: content.length, sha256 });
  }
  return files;
}
