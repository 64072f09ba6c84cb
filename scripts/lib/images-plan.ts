import type { ToolName } from './images-settings.ts';

/** What the images tell of where they come from. */
export interface Origin {
  /** When the sources were last changed, in seconds since 1970: images of the same sources are the same. */
  readonly epochSeconds: number;
  /** The commit; with `-dirty` when there is more than what was committed. */
  readonly revision: string | undefined;
  /** The address of the repository. */
  readonly source: string | undefined;
}

export interface PlannedImage {
  /** `registry/service:tag` */
  readonly name: string;
  readonly build: ToolCommand;
  readonly push: ToolCommand;
}

export interface ToolCommand {
  readonly args: readonly string[];
  /** Set besides the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ImagePlan {
  readonly tool: ToolName;
  readonly service: string;
  readonly version: string;
  readonly tag: string;
  readonly registry: string;
  readonly base: string;
  readonly buildArgs: readonly string[];
  readonly origin: Origin;
}

/** How a service's image is built and pushed; run from the repository's root. */
export function planImage(plan: ImagePlan): PlannedImage {
  const { tool, service, origin } = plan;
  const name = `${plan.registry}/${service}:${plan.tag}`;
  const labels = Object.entries({
    version: plan.version,
    revision: origin.revision,
    source: origin.source,
    created: new Date(origin.epochSeconds * 1_000).toISOString(),
  }).flatMap(([label, value]) =>
    value === undefined ? [] : ['--label', `org.opencontainers.image.${label}=${value}`],
  );
  const args = [
    'build',
    ...timestampArgs(tool, origin.epochSeconds),
    ...['--file', `services/${service}/Dockerfile`],
    ...['--build-arg', `NODE_IMAGE=${plan.base}`],
    ...labels,
    ...['--tag', name],
    ...plan.buildArgs,
    '.',
  ];
  return {
    name,
    build: { args, env: tool === 'docker' ? { SOURCE_DATE_EPOCH: String(origin.epochSeconds) } : {} },
    push: { args: ['push', name], env: {} },
  };
}

/** Docker takes the time from the environment. Buildah keeps layers for the next build only when it is asked to. */
function timestampArgs(tool: ToolName, epochSeconds: number): readonly string[] {
  const timestamp = ['--timestamp', String(epochSeconds)];
  return { docker: [], podman: timestamp, buildah: ['--layers', ...timestamp] }[tool];
}
