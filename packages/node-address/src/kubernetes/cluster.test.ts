import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCluster } from './cluster.ts';

const good = {
  'current-context': 'here',
  contexts: [{ name: 'here', context: { cluster: 'here', user: 'me', namespace: 'sale' } }],
  clusters: [{ name: 'here', cluster: { server: 'https://127.0.0.1:6443' } }],
  users: [{ name: 'me', user: { token: 't' } }],
};

describe('the cluster', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'onsale-kubeconfig-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  function named(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    vi.stubEnv('KUBECONFIG', path);
    return path;
  }

  it('is the one that KUBECONFIG names, with its namespace', () => {
    named('good', JSON.stringify(good));
    const { kubeConfig, namespace } = openCluster();
    expect(kubeConfig.getCurrentCluster()?.server).toBe('https://127.0.0.1:6443');
    expect(namespace).toBe('sale');
  });

  it('has the namespace `default` when the context names none', () => {
    named(
      'plain',
      JSON.stringify({ ...good, contexts: [{ name: 'here', context: { cluster: 'here', user: 'me' } }] }),
    );
    expect(openCluster().namespace).toBe('default');
  });

  it('is none outside of a pod without KUBECONFIG', () => {
    const message = 'no Kubernetes cluster: this is no pod with a service account, and KUBECONFIG is not set';
    expect(() => openCluster({})).toThrow(message);
    expect(() => openCluster({ KUBERNETES_SERVICE_HOST: '10.96.0.1' })).toThrow(message);
  });

  it.each([
    ['is no YAML', '{{{', /^KUBECONFIG: /],
    ['is empty', '', /^KUBECONFIG: /],
    [
      'names a context that it has not',
      JSON.stringify({ ...good, 'current-context': 'elsewhere' }),
      /names no cluster$/,
    ],
  ])('is refused with a sentence when KUBECONFIG %s', (name, text, message) => {
    named(name, text);
    expect(() => openCluster()).toThrow(message);
  });

  it('is refused with the path when the file of KUBECONFIG is not there', () => {
    vi.stubEnv('KUBECONFIG', join(folder, 'missing'));
    expect(() => openCluster()).toThrow(/^KUBECONFIG: .*missing/);
  });
});
