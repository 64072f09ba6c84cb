import type { V1Endpoint, V1EndpointSlice } from '@kubernetes/client-node';

/** Whether a pod takes new sockets, as its readiness probe and its life cycle say. */
export type PodState = 'serving' | 'unready' | 'terminating';

/** A pod behind the service, as one endpoint slice has it. */
export interface PodView {
  /** Its name; without one, its address. */
  readonly pod: string;
  readonly state: PodState;
  readonly node: string | null;
  readonly zone: string | null;
}

/** What discovery keeps of an endpoint slice. */
export interface SliceView {
  readonly pods: readonly PodView[];
}

export function viewSlice({ endpoints }: V1EndpointSlice): SliceView {
  return {
    pods: (endpoints ?? []).map((endpoint) => ({
      pod: endpoint.targetRef?.name ?? endpoint.addresses[0] ?? '',
      state: stateOf(endpoint),
      node: endpoint.nodeName ?? null,
      zone: endpoint.zone ?? null,
    })),
  };
}

/**
 * A condition that is absent is to be taken for well, `serving` for what `ready` is (the API's own words on
 * EndpointConditions). `ready` alone does not do: it is true of a pod that ends when the service publishes
 * addresses that are not ready.
 */
function stateOf({ conditions }: V1Endpoint): PodState {
  if (conditions?.terminating === true) return 'terminating';
  const isReady = conditions?.ready ?? true;
  return isReady && (conditions?.serving ?? isReady) ? 'serving' : 'unready';
}
