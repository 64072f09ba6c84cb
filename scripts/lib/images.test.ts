import { describe, expect, it } from 'vitest';
import { publicAddress } from './images-origin.ts';
import { type ImagePlan, planImage } from './images-plan.ts';
import { readImagesSettings } from './images-settings.ts';

describe('the command line of `pnpm images`', () => {
  it('has a default for everything', () => {
    const asked = readImagesSettings([], {});
    expect(asked).toMatchObject({
      kind: 'build',
      tag: undefined,
      registry: 'docker.io/onsale',
      isPushed: false,
      tool: undefined,
      buildArgs: [],
      base: 'node:24-bookworm-slim',
    });
    const names = asked.kind === 'build' ? asked.services.map(({ name }) => name) : [];
    expect(names).toEqual(['seats-api', 'realtime', 'web', 'payment-sandbox']);
  });

  it('takes every option and every setting', () => {
    const args =
      '--service web --service realtime --service web --tag 1.2.3-rc.1 --registry ghcr.io/me/x --push';
    const env = {
      IMAGES_TOOL: 'podman',
      IMAGES_BUILD_ARGS: ' --isolation chroot\n--pull=never ',
      IMAGES_BASE: 'mirror.example/node:24',
    };
    expect(readImagesSettings(args.split(' '), env)).toMatchObject({
      services: [{ name: 'web' }, { name: 'realtime' }],
      tag: '1.2.3-rc.1',
      registry: 'ghcr.io/me/x',
      isPushed: true,
      tool: 'podman',
      buildArgs: ['--isolation', 'chroot', '--pull=never'],
      base: 'mirror.example/node:24',
    });
    expect(readImagesSettings(['--help'], {})).toEqual({ kind: 'help' });
  });

  it.each([
    [
      ['--service', 'standalone'],
      {},
      'There is no service "standalone" with an image; there are seats-api, ',
    ],
    [['--tag', 'a tag'], {}, '--tag cannot be "a tag".'],
    [
      ['--registry', 'https://ghcr.io/'],
      {},
      '--registry must be like ghcr.io/someone, not "https://ghcr.io/".',
    ],
    [[], { IMAGES_TOOL: 'make' }, 'IMAGES_TOOL must be one of docker, podman, buildah, not "make".'],
    [['--pull'], {}, "Unknown option '--pull'"],
  ])('refuses %j %j', (args, env, message) => {
    expect(() => readImagesSettings(args, env)).toThrow(message);
  });
});

describe('the plan of an image', () => {
  const plan: ImagePlan = {
    tool: 'docker',
    service: 'seats-api',
    version: '0.3.0',
    tag: 'rc',
    registry: 'ghcr.io/me',
    base: 'node:24-bookworm-slim',
    buildArgs: ['--pull'],
    origin: { epochSeconds: 1_800_000_000, revision: 'abc-dirty', source: 'https://git.example/onsale' },
  };

  it('is one build and one push, of one name', () => {
    const planned = planImage(plan);
    expect(planned.name).toBe('ghcr.io/me/seats-api:rc');
    expect(planned.push.args).toEqual(['push', 'ghcr.io/me/seats-api:rc']);
    expect(planned.build.env).toEqual({ SOURCE_DATE_EPOCH: '1800000000' });
    expect(planned.build.args).toEqual([
      'build',
      ...['--file', 'services/seats-api/Dockerfile'],
      ...['--build-arg', 'NODE_IMAGE=node:24-bookworm-slim'],
      ...['--label', 'org.opencontainers.image.version=0.3.0'],
      ...['--label', 'org.opencontainers.image.revision=abc-dirty'],
      ...['--label', 'org.opencontainers.image.source=https://git.example/onsale'],
      ...['--label', 'org.opencontainers.image.created=2027-01-15T08:00:00.000Z'],
      ...['--tag', 'ghcr.io/me/seats-api:rc'],
      '--pull',
      '.',
    ]);
  });

  it('gives every tool the time in its own way', () => {
    const podman = planImage({ ...plan, tool: 'podman' }).build;
    const buildah = planImage({ ...plan, tool: 'buildah' }).build;
    expect([podman.env, buildah.env]).toEqual([{}, {}]);
    expect(podman.args.slice(0, 3)).toEqual(['build', '--timestamp', '1800000000']);
    expect(buildah.args.slice(0, 4)).toEqual(['build', '--layers', '--timestamp', '1800000000']);
  });

  it('has no labels about what nobody knows', () => {
    const origin = { epochSeconds: 0, revision: undefined, source: undefined };
    const { args } = planImage({ ...plan, origin }).build;
    expect(args.filter((arg) => arg.startsWith('org.'))).toEqual([
      'org.opencontainers.image.version=0.3.0',
      'org.opencontainers.image.created=1970-01-01T00:00:00.000Z',
    ]);
  });
});

it.each([
  ['https://me:secret@git.example/team/onsale.git', 'https://git.example/team/onsale'],
  ['git@git.example:team/onsale.git', 'https://git.example/team/onsale'],
  ['ssh://git@git.example:2222/team/onsale', 'https://git.example/team/onsale'],
  ['/srv/git/onsale', undefined],
  ['file:///srv/git/onsale', undefined],
])('the address of the sources: %s', (remote, address) => {
  expect(publicAddress(remote)).toBe(address);
});
