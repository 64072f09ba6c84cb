import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { services } from '@onsale/images';
import { describe, expect, it } from 'vitest';
import { baseDefault } from '../../scripts/lib/images-settings.ts';

const rootFolder = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(rootFolder, path), 'utf8');

/** The instructions of each stage, in order; continued lines are one, comments none. */
async function stagesOf(service: string): Promise<string[][]> {
  const text = (await read(`services/${service}/Dockerfile`))
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ');
  const lines = text.split('\n').filter((line) => line !== '');
  const stages: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('FROM ')) stages.push([]);
    stages.at(-1)?.push(line.replaceAll(/\s+/g, ' ').replaceAll(/\$\{(\w+)\}/g, '$1'));
  }
  return stages;
}

describe.each(services)('the Dockerfile of $name', ({ name }) => {
  it('installs what the lockfile says and nothing else', async () => {
    const build = (await stagesOf(name)).slice(0, -1).flat();
    const installs = build.filter((line) => line.includes('pnpm install'));
    expect(installs).toHaveLength(1);
    expect(installs[0]).toContain('--frozen-lockfile');
    expect(installs[0]).toContain(`--filter @onsale/images --filter @onsale/${name}...`);
    // The sources come after it: changing them does not install anew.
    expect(build.findIndex((line) => line.includes('pnpm install'))).toBeLessThan(
      build.lastIndexOf('COPY . .'),
    );
  });

  it('ends in an image of the bundle alone, run by a user who is not root and without a shell', async () => {
    const stages = await stagesOf(name);
    const port = /PORT: commonSettings\.PORT\.default\((\d+)\)/.exec(
      await read(name === 'web' ? 'services/web/server/settings.ts' : `services/${name}/src/settings.ts`),
    )?.[1];
    const kept = stages.at(-1)?.filter((line) => !/^(?:LABEL|ENV) /.test(line));
    expect(kept).toEqual([
      'FROM NODE_IMAGE',
      'WORKDIR /app',
      'COPY --from=build /app ./',
      'USER 1000:1000',
      `EXPOSE ${port}`,
      'ENTRYPOINT ["node", "main.js"]',
    ]);
  });

  it('builds every stage on the same base', async () => {
    const text = await read(`services/${name}/Dockerfile`);
    expect(text).toContain(`\nARG NODE_IMAGE=${baseDefault}\n`);
    for (const [from] of await stagesOf(name)) expect(from).toMatch(/^FROM NODE_IMAGE(?: AS \w+)?$/);
  });
});
