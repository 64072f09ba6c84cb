import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chartsFolder } from '../../scripts/lib/charts/chart-files.ts';
import { checkSettings, isServiceName, settingNames } from '../../scripts/lib/charts/service-settings.ts';
import { readCommandSettings } from '../../services/seats-api/src/commands/settings.ts';
import { readPrescaleSettings } from '../../services/seats-api/src/prescale/settings.ts';
import { environmentOf } from './environments.ts';
import { render } from './helm.ts';
import {
  containersOf,
  type KubeObject,
  ofKind,
  type Pod,
  podsOf,
  policiesOf,
  selects,
  servicesOf,
} from './kube-objects.ts';
import { halfOpenWays } from './policy-pairs.ts';
import { demoTitle, namespace, scenes } from './scenes.ts';

const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: expect.any(Number),
  runAsGroup: expect.any(Number),
  fsGroup: expect.any(Number),
  seccompProfile: { type: 'RuntimeDefault' },
};
const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const clusterKinds = ['ClusterRole', 'ClusterRoleBinding'];
/** Read by Node itself. */
const nodeSettings = ['NODE_EXTRA_CA_CERTS'];

describe.each(scenes)('$title', (scene) => {
  const isDemo = scene.title.startsWith(demoTitle);
  const isOnHostPort = scene.title.includes('host-port');
  let objects: KubeObject[];
  let pods: Pod[];
  beforeAll(async () => {
    objects = await render(scene);
    pods = podsOf(objects);
  });
  const servicePods = () =>
    pods.flatMap((pod) => {
      const service = pod.owner.kind === 'Deployment' ? (pod.labels['app.kubernetes.io/name'] ?? '') : '';
      const [container] = pod.spec.containers;
      return isServiceName(service) && container !== undefined ? [{ pod, service, container }] : [];
    });

  it('has objects with names of their own, in the release’s namespace', () => {
    const names = objects.map((one) => `${one.kind} ${one.metadata.namespace} ${one.metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { kind, metadata } of objects) {
      expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(metadata.namespace).toBe(clusterKinds.includes(kind) ? undefined : namespace);
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': expect.any(String) });
    }
  });

  it('keeps every pod to the restricted profile', () => {
    expect(pods.length).toBeGreaterThan(1);
    for (const { spec } of pods) {
      expect(spec.securityContext).toEqual(restrictedPod);
      expect([spec.hostNetwork, spec.hostPID, spec.hostIPC]).toEqual([false, false, false]);
      for (const volume of spec.volumes) expect(volume).not.toHaveProperty('hostPath');
    }
    for (const container of pods.flatMap(containersOf)) {
      expect(container.securityContext).toEqual(restrictedContainer);
      if (!isOnHostPort) expect(container.ports.filter((port) => port.hostPort !== undefined)).toEqual([]);
    }
  });

  it('asks for memory and CPU, and takes an image of a version', () => {
    for (const { name, resources, image } of pods.flatMap(containersOf)) {
      expect(resources.requests, name).toMatchObject({ cpu: expect.anything(), memory: expect.anything() });
      expect(resources.limits, name).toMatchObject({ memory: expect.anything() });
      expect(image).toMatch(/^[a-z0-9.-]+\/.+:(?!latest$).+$/);
    }
  });

  it('gives a token of the cluster to those alone who have rights there', () => {
    const subjects = ofKind(objects, 'RoleBinding').map((one) => one.metadata.name);
    for (const { owner, spec } of pods) {
      const hasRights = spec.serviceAccountName !== undefined && subjects.includes(spec.serviceAccountName);
      expect(spec.automountServiceAccountToken, owner.metadata.name).toBe(hasRights);
    }
    for (const account of ofKind(objects, 'ServiceAccount'))
      expect(account).toMatchObject({ kind: 'ServiceAccount' });
  });

  it('gives no right but to read nodes and endpoint slices, and to set autoscalers by name', () => {
    const rules = objects.flatMap((one) => one.rules ?? []).filter((rule) => rule.resources !== undefined);
    for (const { resources = [], verbs, resourceNames } of rules) {
      if (resources.some((name) => name === 'nodes' || name === 'endpointslices'))
        expect(verbs).toEqual(['list', 'watch']);
      else if (resourceNames !== undefined) expect(verbs).toEqual(['get', 'patch']);
    }
    const kinds = new Set(rules.flatMap((rule) => rule.resources ?? []));
    expect(
      [...kinds].filter(
        (kind) => !/^(nodes|endpointslices|horizontalpodautoscalers|scaledobjects)$/.test(kind),
      ),
    ).toEqual([]);
  });

  it('gives each service settings that it can run with, each once, and none that it does not know', () => {
    for (const { service, container } of servicePods()) {
      const names = container.env.map((variable) => variable.name);
      expect(new Set(names).size, service).toBe(names.length);
      expect(
        names.filter((name) => !settingNames(service).includes(name)),
        service,
      ).toEqual([]);
      checkSettings(service, environmentOf(container.env, objects));
    }
  });

  it('gives each command settings that it can run with', () => {
    for (const container of pods.flatMap(containersOf)) {
      const environment = environmentOf(container.env, objects);
      if (container.name === 'migrate' || container.name === 'import') readCommandSettings(environment);
      if (container.name !== 'prescale') continue;
      readPrescaleSettings({ ...environment, KUBERNETES_SERVICE_HOST: '10.0.0.1' });
      expect(Object.keys(environment)).toEqual(expect.arrayContaining(nodeSettings));
    }
  });

  it('gives each pod the time that its stop may take', () => {
    for (const { pod, service, container } of servicePods()) {
      const environment = environmentOf(container.env, objects);
      const stopMs = Number(environment.STOP_MS_MAX);
      const preStopMs = 1_000 * (container.lifecycle?.preStop.sleep.seconds ?? Number.NaN);
      expect(1_000 * pod.spec.terminationGracePeriodSeconds, service).toBeGreaterThan(preStopMs + stopMs);
      if (service === 'realtime') expect(stopMs).toBeGreaterThan(Number(environment.MOVE_MS));
    }
  });

  it('has one policy for each pod, for both directions', () => {
    const policies = policiesOf(objects);
    for (const { owner, labels } of pods) {
      const its = policies.filter(({ spec }) => selects(spec.podSelector.matchLabels, labels));
      expect(
        its.map(({ spec }) => spec.policyTypes),
        owner.metadata.name,
      ).toEqual([['Ingress', 'Egress']]);
    }
    for (const { owner, spec } of policies)
      expect(
        pods.some((pod) => selects(spec.podSelector.matchLabels, pod.labels)),
        owner.metadata.name,
      ).toBe(true);
  });

  it('opens ways between its pods at both ends', () => {
    expect(halfOpenWays(objects, pods)).toEqual([]);
  });

  it('has Services, budgets and autoscalers that find their pods', () => {
    for (const { owner, spec } of servicesOf(objects)) {
      const its = pods.filter((pod) => selects(spec.selector, pod.labels));
      expect(its.length, owner.metadata.name).toBe(1);
      const names = its.flatMap(containersOf).flatMap((one) => one.ports.map((port) => port.name));
      for (const { targetPort } of spec.ports) expect(names).toContain(targetPort);
    }
    const deployments = ofKind(objects, 'Deployment');
    const scaled = [...ofKind(objects, 'HorizontalPodAutoscaler'), ...ofKind(objects, 'ScaledObject')];
    for (const { metadata, spec } of deployments)
      expect('replicas' in spec, metadata.name).toBe(
        !scaled.some((one) => one.metadata.name === metadata.name),
      );
    for (const { metadata } of [...scaled, ...ofKind(objects, 'PodDisruptionBudget')])
      expect(deployments.map((one) => one.metadata.name)).toContain(metadata.name);
  });

  it(isDemo ? 'makes one Secret' : 'makes no Secret', () => {
    expect(ofKind(objects, 'Secret').length).toBe(isDemo ? 1 : 0);
  });

  it('asks for no key of a Secret that the README does not tell of', () => {
    const readme = readFileSync(join(chartsFolder, 'onsale/README.md'), 'utf8');
    const keys = pods
      .flatMap(containersOf)
      .flatMap((container) => container.env.flatMap((one) => one.valueFrom?.secretKeyRef?.key ?? []));
    for (const key of keys) expect(readme).toContain(`\`${key}\``);
  });
});
