import { existsSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';

/** A cluster whose API may be asked. */
export interface Cluster {
  readonly kubeConfig: KubeConfig;
  /** The namespace of this process's pod, or of the kubeconfig's context. */
  readonly namespace: string;
}

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The cluster that `KUBECONFIG` names, else the one whose pod this process is. Throws a sentence when there is
 * neither: the library would then ask a server on this machine that nobody started.
 */
export function openCluster(environment: NodeJS.ProcessEnv = process.env): Cluster {
  const isPod = environment.KUBERNETES_SERVICE_HOST !== undefined && existsSync(tokenFile);
  if (!environment.KUBECONFIG && !isPod)
    throw new Error(
      'no Kubernetes cluster: this is no pod with a service account, and KUBECONFIG is not set',
    );
  const kubeConfig = new KubeConfig();
  try {
    if (environment.KUBECONFIG) kubeConfig.loadFromDefault();
    else kubeConfig.loadFromCluster();
  } catch (error) {
    throw new Error(`KUBECONFIG: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (kubeConfig.getCurrentCluster() === null)
    throw new Error('KUBECONFIG: its current context names no cluster');
  const context = kubeConfig.getContextObject(kubeConfig.getCurrentContext());
  return { kubeConfig, namespace: context?.namespace ?? 'default' };
}
