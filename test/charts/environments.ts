import { type EnvVariable, type KubeObject, ofKind } from './kube-objects.ts';

/** Values as good as those that an operator's Secrets hold, by the keys that the charts ask for. */
const sampleSecrets: Readonly<Record<string, string>> = {
  MYSQL_URL: 'mysql://onsale:secret@mysql.example.com:3306/onsale',
  REDIS_URL: 'rediss://:secret@redis.example.com:6379',
  SESSION_KEYS: `sample:${'k'.repeat(64)}`,
  PAYMENT_API_KEY: 'sample-key',
  PAYMENT_WEBHOOK_SECRET: `whsec_${'k'.repeat(44)}`,
};

/**
 * The environment that a container gets: from the Secrets among the objects, else from samples. What the kubelet fills
 * in is `sample`. Throws for a key that its Secret does not have.
 */
export function environmentOf(
  env: readonly EnvVariable[],
  objects: readonly KubeObject[],
): Record<string, string> {
  return Object.fromEntries(env.map((variable) => [variable.name, textOf(variable, objects)]));
}

function textOf({ name, value, valueFrom }: EnvVariable, objects: readonly KubeObject[]): string {
  const reference = valueFrom?.secretKeyRef;
  if (reference === undefined) return value ?? 'sample';
  const secret = ofKind(objects, 'Secret').find((one) => one.metadata.name === reference.name);
  const given = secret === undefined ? sampleSecrets[reference.key] : secret.stringData[reference.key];
  if (given === undefined) throw new Error(`${name}: the Secret ${reference.name} has no ${reference.key}`);
  return given;
}
