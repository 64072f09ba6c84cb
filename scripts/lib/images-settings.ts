import { parseArgs } from 'node:util';
import { type Service, serviceNamed, services } from '@onsale/images';

export const toolNames = ['docker', 'podman', 'buildah'] as const;
export type ToolName = (typeof toolNames)[number];

export interface ImagesSettings {
  readonly services: readonly Service[];
  /** Each service's own version when not given. */
  readonly tag: string | undefined;
  /** Where the images' names begin: a registry, and a folder of it. */
  readonly registry: string;
  readonly isPushed: boolean;
  /** What builds; the first that answers when not given. */
  readonly tool: ToolName | undefined;
  /** More arguments for each build. */
  readonly buildArgs: readonly string[];
  /** The image that all are made from. */
  readonly base: string;
}

export type ImagesAsked = { readonly kind: 'help' } | ({ readonly kind: 'build' } & ImagesSettings);

/** As the Dockerfiles have it. */
export const baseDefault = 'node:24-bookworm-slim';

/** Reads the command line of `pnpm images`; fails with one clear line. */
export function readImagesSettings(args: readonly string[], env: NodeJS.ProcessEnv): ImagesAsked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      service: { type: 'string', multiple: true, default: [] },
      tag: { type: 'string' },
      registry: { type: 'string', default: 'docker.io/onsale' },
      push: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  const { tag } = values;
  if (tag !== undefined && !/^[\w][\w.-]{0,127}$/.test(tag)) throw new Error(`--tag cannot be "${tag}".`);
  if (!/^[a-z0-9][a-z0-9.:/_-]*[a-z0-9]$/.test(values.registry)) {
    throw new Error(`--registry must be like ghcr.io/someone, not "${values.registry}".`);
  }
  return {
    kind: 'build',
    services: values.service.length === 0 ? services : [...new Set(values.service)].map(serviceNamed),
    tag,
    registry: values.registry,
    isPushed: values.push,
    tool: toolNamed(env.IMAGES_TOOL),
    buildArgs: (env.IMAGES_BUILD_ARGS ?? '').split(/\s+/).filter((arg) => arg !== ''),
    base: env.IMAGES_BASE || baseDefault,
  };
}

function toolNamed(name = ''): ToolName | undefined {
  if (name === '') return undefined;
  const tool = toolNames.find((known) => known === name);
  if (tool === undefined)
    throw new Error(`IMAGES_TOOL must be one of ${toolNames.join(', ')}, not "${name}".`);
  return tool;
}
