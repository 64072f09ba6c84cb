import { describe, expect, it } from 'vitest';
import { oneOf, readText, readYaml } from './k8s-files.ts';

/** What files of k8s/ say of the same thing, and what the charts and the code say of it. */

interface Example {
  readonly global: {
    readonly page: { readonly nodePort: number };
    readonly mysql: { readonly to: readonly Peer[] };
    readonly redis: { readonly to: readonly Peer[] };
    readonly realtime: {
      readonly port: number;
      readonly nameTemplate: string;
      readonly tls: { readonly existingSecret: string };
    };
    readonly networkPolicy: { readonly ingressFrom: readonly Peer[] };
  };
  readonly realtime: {
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly tolerations: readonly Toleration[];
    readonly drain: { readonly moveMs: number };
    readonly autoscaling: Autoscaling;
  };
  readonly 'seats-api': { readonly autoscaling: Autoscaling };
}
interface Autoscaling {
  readonly maxReplicas: number;
}
interface Peer {
  readonly ipBlock: { readonly cidr: string };
}
interface Toleration {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}
interface NodeGroup {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  readonly privateNetworking: boolean;
  readonly securityGroups?: { readonly attachIDs: readonly string[] };
}
type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
>;

const example = oneOf('charts/onsale/examples/eks-production.yaml') as unknown as Example;
const umbrella = oneOf('charts/onsale/values.yaml') as unknown as Example;
const network = oneOf('k8s/aws/network.yaml') as unknown as {
  readonly Parameters: { readonly SocketPort: { readonly Default: number } };
  readonly Resources: Resources;
  readonly Outputs: Readonly<Record<string, unknown>>;
};
const parametersOf = (path: string): Readonly<Record<string, string>> => {
  const { Parameters } = (oneOf(path) as unknown as { Resources: Resources }).Resources;
  return (Parameters?.Properties.Parameters ?? Parameters?.Properties.Properties) as Record<string, string>;
};
const mysql = parametersOf('k8s/aws/rds.yaml');
const redis = parametersOf('k8s/aws/elasticache.yaml');
const cluster = oneOf('k8s/eks/cluster.yaml') as unknown as {
  readonly metadata: { readonly name: string };
  readonly managedNodeGroups: readonly NodeGroup[];
};
const karpenter = readYaml('k8s/karpenter/nodes.yaml') as unknown as readonly {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly role?: string;
    readonly associatePublicIPAddress?: boolean;
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly taints?: readonly Toleration[]; readonly terminationGracePeriod: string };
    };
  };
}[];
const realtimeGroup = cluster.managedNodeGroups.find(({ name }) => name === 'realtime');

describe('the port of the sockets', () => {
  it('is one in the security group, the charts and the laptop’s cluster', () => {
    const { port } = umbrella.global.realtime;
    expect(example.global.realtime.port ?? port).toBe(port);
    expect(network.Parameters.SocketPort.Default).toBe(port);
    const laptop = oneOf('k8s/kind/values.yaml') as unknown as Example;
    expect(laptop.global.realtime.port).toBe(port);
    const mapped = (
      oneOf('k8s/kind/cluster.yaml').nodes as readonly {
        extraPortMappings?: readonly { containerPort: number; hostPort: number }[];
      }[]
    ).flatMap(({ extraPortMappings = [] }) => extraPortMappings);
    expect(mapped.map(({ containerPort }) => containerPort)).toEqual([laptop.global.page.nodePort, port]);
    for (const { containerPort, hostPort } of mapped) expect(hostPort).toBe(containerPort);
  });
});

describe('the nodes of realtime', () => {
  const pool = karpenter.find(
    ({ kind, metadata }) => kind === 'NodePool' && metadata.name === 'onsale-realtime',
  );
  const nodeClass = karpenter.find(
    ({ kind, metadata }) => kind === 'EC2NodeClass' && metadata.name === 'onsale-realtime',
  );

  it('have the labels that its pods look for, and the taint that they put up with', () => {
    const { nodeSelector, tolerations } = example.realtime;
    for (const labels of [realtimeGroup?.labels, pool?.spec.template?.metadata.labels])
      expect(labels).toMatchObject(nodeSelector);
    const wanted = tolerations.map(({ key, value, effect }) => ({ key, value, effect }));
    expect(realtimeGroup?.taints).toEqual(wanted);
    expect(pool?.spec.template?.spec.taints).toEqual(wanted);
    const laptop = oneOf('k8s/kind/values.yaml') as unknown as Example;
    expect(laptop.realtime.nodeSelector).toEqual(nodeSelector);
    const [filter] = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`);
    expect(oneOf('k8s/external-dns/values.yaml').labelFilter).toBe(filter);
  });

  it('are public, and let buyers in; all others are private', () => {
    expect(realtimeGroup).toMatchObject({ privateNetworking: false });
    expect(realtimeGroup?.securityGroups?.attachIDs).toEqual([
      expect.stringMatching(/^\$\{BuyerSocketsGroup\}$/),
    ]);
    expect(nodeClass?.spec.associatePublicIPAddress).toBe(true);
    for (const { name, privateNetworking } of cluster.managedNodeGroups)
      expect(privateNetworking).toBe(name !== 'realtime');
  });

  it('wait for a drain before they go', () => {
    const minutes = Number.parseInt(pool?.spec.template?.spec.terminationGracePeriod ?? '0', 10);
    expect(minutes * 60_000).toBeGreaterThan(2 * example.realtime.drain.moveMs + 60_000);
  });

  it('have the role that eksctl makes for the cluster', () => {
    for (const { kind, spec } of karpenter)
      if (kind === 'EC2NodeClass')
        expect(spec.role).toBe(`eksctl-KarpenterNodeRole-${cluster.metadata.name}`);
  });
});

describe('the names of the nodes', () => {
  const zone = example.global.realtime.nameTemplate.replace('{ip-dashed}.', '');
  const [issuer, certificate] = readYaml('k8s/cert-manager/certificate.yaml') as unknown as [
    { spec: { acme: { solvers: readonly [{ selector: { dnsZones: string[] } }] } } },
    { metadata: { namespace: string }; spec: { dnsNames: string[]; secretName: string } },
  ];
  const dns = oneOf('k8s/external-dns/values.yaml') as unknown as {
    domainFilters: string[];
    extraArgs: string[];
  };

  it('are of one zone in the charts, the certificate and the records', () => {
    expect(certificate.spec.dnsNames).toEqual([`*.${zone}`]);
    expect(issuer.spec.acme.solvers[0].selector.dnsZones).toEqual([zone]);
    expect(dns.domainFilters).toEqual([zone]);
    expect(dns.extraArgs[0]).toContain(`{{replace "." "-" .Address}}.${zone}{{`);
  });

  it('have their certificate in the Secret that pods mount', () => {
    expect(certificate.spec.secretName).toBe(example.global.realtime.tls.existingSecret);
  });
});

describe('the network', () => {
  const subnets = Object.entries(network.Resources).filter(([, { Type }]) => Type === 'AWS::EC2::Subnet');
  const blocksOf = (prefix: string) =>
    subnets
      .filter(([name]) => name.startsWith(prefix))
      .map(([, { Properties }]) => String(Properties.CidrBlock));

  it('has the addresses that the charts’ NetworkPolicies name', () => {
    const { mysql: database, redis: hints, networkPolicy } = example.global;
    for (const { ipBlock } of [...database.to, ...hints.to])
      for (const block of blocksOf('Private')) expect(contains(ipBlock.cidr, block)).toBe(true);
    for (const { ipBlock } of networkPolicy.ingressFrom)
      for (const block of blocksOf('Public')) expect(contains(ipBlock.cidr, block)).toBe(true);
  });

  it('has a block for each of three zones, twice, and none in another', () => {
    const all = [...blocksOf('Public'), ...blocksOf('Private')];
    expect(all).toHaveLength(6);
    for (const [index, one] of all.entries())
      for (const other of all.slice(index + 1))
        expect(contains(one, other) || contains(other, one)).toBe(false);
  });

  it('gives the cluster every name that it asks for', () => {
    const asked = [...readText('k8s/eks/cluster.yaml').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const told = [...readText('k8s/RUNBOOK.md').matchAll(/\$(\w+(?:Id|Subnet[A-C]|Group))\b/g)].map(
      ([, name]) => name,
    );
    const outputs = Object.keys(network.Outputs);
    expect(asked.length).toBeGreaterThan(6);
    for (const name of [...asked, ...told]) expect(outputs).toContain(name);
  });
});

/** Whether every address of a block lies in another; both as `a.b.c.d/n`. */
function contains(outer: string, inner: string): boolean {
  const [a, b] = [rangeOf(outer), rangeOf(inner)];
  return a.first <= b.first && b.last <= a.last;
}

function rangeOf(cidr: string): { first: number; last: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first, last: first + 2 ** (32 - Number(bits)) - 1 };
}

describe('MySQL’s parameters', () => {
  it('keep what was answered through any crash', () => {
    expect(mysql).toMatchObject({
      innodb_flush_log_at_trx_commit: '1',
      sync_binlog: '1',
      binlog_format: 'ROW',
    });
  });

  it('are those that the code sets for its own sessions', () => {
    const pool = readText('packages/store-mysql/src/pool.ts');
    const [, lockWait] = /innodb_lock_wait_timeout = (\d+)/.exec(pool) ?? [];
    expect(mysql.innodb_lock_wait_timeout).toBe(lockWait);
    expect(pool).toContain(mysql.transaction_isolation?.replace('-', ' '));
    expect(pool).toContain("time_zone = '+00:00'");
    expect(mysql.time_zone).toBe('UTC');
    expect(mysql.character_set_server).toBe(/charset: '(\w+)'/.exec(pool)?.[1]);
  });

  it('let a batch’s bound on idling end before others give up on its locks, and idle connections live', () => {
    const idle = Number(/idleSecondsMax = (\d+)/.exec(readText('packages/store-mysql/src/idle.ts'))?.[1]);
    expect(idle).toBeGreaterThan(0);
    expect(idle).toBeLessThan(Number(mysql.innodb_lock_wait_timeout));
    expect(Number(mysql.wait_timeout)).toBeGreaterThanOrEqual(3_600);
  });

  it('let in the connections of every pod that there may be, one more of each service, and 100 others', () => {
    const settings = readText('services/realtime/src/settings.ts');
    const perPod = Number(/MYSQL_CONNECTIONS_MAX: .*default\((\d+)\)/.exec(settings)?.[1]);
    const pods = ['seats-api', 'realtime'] as const;
    const most = pods.reduce((sum, chart) => sum + example[chart].autoscaling.maxReplicas + 1, 0) * perPod;
    expect(most).toBe(1_020);
    expect(Number(mysql.max_connections)).toBeGreaterThanOrEqual(most + 100);
  });
});

describe('Redis’s parameters', () => {
  it('refuse rather than drop, and leave those alone who wait', () => {
    expect(redis).toMatchObject({ 'maxmemory-policy': 'noeviction', timeout: '0' });
    expect(Number(redis['tcp-keepalive'])).toBeGreaterThan(0);
  });
});
