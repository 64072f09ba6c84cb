import {
  CoreV1Api,
  createConfiguration,
  DiscoveryV1Api,
  type Middleware,
  ServerConfiguration,
} from '@kubernetes/client-node';
import { createApiResource } from './api-resource.ts';
import type { Cluster } from './cluster.ts';
import { type NodeView, viewNode } from './node-view.ts';
import type { Resource } from './resource.ts';
import { type SliceView, viewSlice } from './slice-view.ts';

export interface ClusterResources {
  readonly slices: Resource<SliceView>;
  readonly nodes: Resource<NodeView>;
}

/** How long one page of a list may take, in milliseconds: the library itself would wait for ever. */
const pageMsMax = 10_000;

/** The endpoint slices of one service in one namespace, and the cluster's nodes. */
export function clusterResources(
  { kubeConfig }: Cluster,
  { namespace, service }: { readonly namespace: string; readonly service: string },
): ClusterResources {
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(kubeConfig.getCurrentCluster()?.server ?? '', {}),
    authMethods: { default: kubeConfig },
    promiseMiddleware: [endingRequests],
  });
  const core = new CoreV1Api(configuration);
  const discovery = new DiscoveryV1Api(configuration);
  const labelSelector = `kubernetes.io/service-name=${service}`;
  return {
    slices: createApiResource({
      kubeConfig,
      name: 'endpointslices',
      listPage: (page) => discovery.listNamespacedEndpointSlice({ ...page, namespace, labelSelector }),
      path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
      query: { labelSelector },
      view: viewSlice,
    }),
    nodes: createApiResource({
      kubeConfig,
      name: 'nodes',
      listPage: (page) => core.listNode(page),
      path: '/api/v1/nodes',
      query: {},
      view: viewNode,
    }),
  };
}

const endingRequests: Middleware = {
  async pre(request) {
    request.setSignal(AbortSignal.timeout(pageMsMax));
    return request;
  },
  post: async (response) => response,
};
