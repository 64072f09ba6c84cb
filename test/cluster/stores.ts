import { randomBytes } from 'node:crypto';
import { createSelfSigned } from '@onsale/runtime/testing';
import { createSessionKeys } from '../services/session-keys.ts';
import { apply } from './programs.ts';

const user = 999;
const password = 'throw-away';

/** Settings of a store that is none of the charts': what an operator has outside. */
interface Store {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folders: readonly string[];
}

const stores: readonly Store[] = [
  {
    name: 'their-mysql',
    image: 'docker.io/library/mysql:9',
    port: 3306,
    args: ['--innodb-buffer-pool-size=64M', '--performance-schema=OFF'],
    env: { MYSQL_DATABASE: 'onsale', MYSQL_ROOT_PASSWORD: password },
    folders: ['/var/lib/mysql', '/var/run/mysqld', '/tmp'],
  },
  {
    name: 'their-redis',
    image: 'docker.io/library/redis:8',
    port: 6379,
    args: ['--requirepass', password],
    env: {},
    folders: ['/data', '/tmp'],
  },
];

export const mysqlUrlAt = (host: string): string => `mysql://root:${password}@${host}/onsale`;

/** Puts a MySQL, a Redis and every Secret that the charts ask for into a namespace. */
export async function makeStores(namespace: string): Promise<void> {
  await apply([...stores.flatMap((store) => objectsOf(namespace, store)), ...secretsOf(namespace)]);
}

/** A Secret of a namespace. */
export function secret(
  namespace: string,
  name: string,
  stringData: Readonly<Record<string, string>>,
): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}

function secretsOf(namespace: string): object[] {
  const { cert, key } = createSelfSigned();
  return [
    secret(namespace, 'their-secrets', {
      MYSQL_URL: mysqlUrlAt('their-mysql:3306'),
      REDIS_URL: `redis://:${password}@their-redis:6379`,
      SESSION_KEYS: createSessionKeys(),
      PAYMENT_API_KEY: randomBytes(16).toString('hex'),
      PAYMENT_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    }),
    { ...secret(namespace, 'their-tls', { 'tls.crt': cert, 'tls.key': key }), type: 'kubernetes.io/tls' },
  ];
}

function objectsOf(namespace: string, { name, port, ...store }: Store): object[] {
  const labels = { 'app.kubernetes.io/name': name };
  const container = {
    name,
    image: store.image,
    imagePullPolicy: 'IfNotPresent',
    args: store.args,
    env: Object.entries(store.env).map(([variable, value]) => ({ name: variable, value })),
    ports: [{ containerPort: port }],
    readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: store.folders.map((mountPath, at) => ({ name: `folder-${at}`, mountPath })),
  };
  const spec = {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container],
    volumes: store.folders.map((_, at) => ({ name: `folder-${at}`, emptyDir: {} })),
  };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ port }] },
    },
  ];
}
