import { z } from 'zod';

/* What the checks read of Kubernetes' objects; everything else is passed over. */

const labels = z.record(z.string(), z.string()).default({});
const port = z.union([z.string(), z.number()]);

const envVariable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z
    .object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }).optional() })
    .optional(),
});
export type EnvVariable = z.infer<typeof envVariable>;

const container = z.object({
  name: z.string(),
  image: z.string(),
  env: z.array(envVariable).default([]),
  ports: z
    .array(z.object({ name: z.string(), containerPort: z.number(), hostPort: z.number().optional() }))
    .default([]),
  securityContext: z.unknown(),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
  resources: z.object({
    requests: z.record(z.string(), z.unknown()),
    limits: z.record(z.string(), z.unknown()),
  }),
});
export type Container = z.infer<typeof container>;

const podSpec = z.object({
  automountServiceAccountToken: z.boolean().optional(),
  serviceAccountName: z.string().optional(),
  terminationGracePeriodSeconds: z.number().default(30),
  hostNetwork: z.boolean().default(false),
  hostPID: z.boolean().default(false),
  hostIPC: z.boolean().default(false),
  securityContext: z.unknown(),
  initContainers: z.array(container).default([]),
  containers: z.array(container).min(1),
  volumes: z.array(z.record(z.string(), z.unknown())).default([]),
});
export type PodSpec = z.infer<typeof podSpec>;

const peer = z.object({
  podSelector: z
    .object({
      matchLabels: labels,
      matchExpressions: z
        .array(z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) }))
        .default([]),
    })
    .optional(),
});
export type Peer = z.infer<typeof peer>;
const rulePorts = z.array(z.object({ port, protocol: z.string() }));
const policySpec = z.object({
  podSelector: z.object({ matchLabels: labels }),
  policyTypes: z.array(z.string()),
  ingress: z.array(z.object({ ports: rulePorts, from: z.array(peer).optional() })),
  egress: z.array(z.object({ ports: rulePorts, to: z.array(peer).optional() })),
});
export type PolicySpec = z.infer<typeof policySpec>;

const serviceSpec = z.object({
  selector: labels,
  ports: z.array(z.object({ port: z.number(), targetPort: port })),
});
export type ServiceSpec = z.infer<typeof serviceSpec>;

const object = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    labels,
    annotations: labels,
  }),
  spec: z.record(z.string(), z.unknown()).default({}),
  stringData: labels,
  rules: z
    .array(
      z.object({
        resources: z.array(z.string()).optional(),
        resourceNames: z.array(z.string()).optional(),
        verbs: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
export type KubeObject = z.infer<typeof object>;

export function readObject(value: unknown): KubeObject {
  return object.parse(value);
}

/** A pod, or the template by which an object makes pods. */
export interface Pod {
  readonly owner: KubeObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

const podTemplate = z.object({ metadata: z.object({ labels }), spec: podSpec });

/** Every pod that the objects make. */
export function podsOf(objects: readonly KubeObject[]): Pod[] {
  return objects.flatMap((owner): Pod[] => {
    const template = templateOf(owner);
    if (template === null) return [];
    const { metadata, spec } = podTemplate.parse(template);
    return [{ owner, labels: metadata.labels, spec }];
  });
}

function templateOf({ kind, metadata, spec }: KubeObject): unknown {
  if (kind === 'Pod') return { metadata, spec };
  if (kind === 'Deployment' || kind === 'Job') return spec.template;
  if (kind !== 'CronJob') return null;
  return z.object({ spec: z.object({ template: z.unknown() }) }).parse(spec.jobTemplate).spec.template;
}

export const containersOf = ({ spec }: Pod): Container[] => [...spec.initContainers, ...spec.containers];

export function policiesOf(objects: readonly KubeObject[]): { owner: KubeObject; spec: PolicySpec }[] {
  return ofKind(objects, 'NetworkPolicy').map((owner) => ({ owner, spec: policySpec.parse(owner.spec) }));
}

export function servicesOf(objects: readonly KubeObject[]): { owner: KubeObject; spec: ServiceSpec }[] {
  return ofKind(objects, 'Service').map((owner) => ({ owner, spec: serviceSpec.parse(owner.spec) }));
}

export function ofKind(objects: readonly KubeObject[], kind: string): KubeObject[] {
  return objects.filter((one) => one.kind === kind);
}

/** Whether a selector's labels are all among an object's. */
export function selects(
  selector: Readonly<Record<string, string>>,
  its: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([name, value]) => its[name] === value);
}
