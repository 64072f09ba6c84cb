export { type Cluster, openCluster } from './cluster.ts';
export { type ClusterResources, clusterResources } from './cluster-resources.ts';
export type { DiscoveryLog } from './discovery-log.ts';
export type { LeftOut, OfferOptions } from './judge-pods.ts';
export {
  createKubernetesSource,
  type DiscoveryFigures,
  type KubernetesSource,
  type KubernetesSourceOptions,
} from './kubernetes-source.ts';
