import type { AddressType, Endpoint, EndpointSource } from '@onsale/node-address';
import type { OfferOptions } from '@onsale/node-address/kubernetes';
import { ConfigError } from '@onsale/runtime';
import type { z } from 'zod';
import type { discoverySettings } from './settings.ts';

/** Where addresses come from. */
export type Discovery =
  | { readonly kind: 'fixed'; readonly source: EndpointSource }
  | {
      readonly kind: 'kubernetes';
      readonly service: string;
      /** Null: the pod's own. */
      readonly namespace: string | null;
      readonly offer: OfferOptions;
      readonly fallback: Endpoint | null;
    };

type Settings = z.infer<z.ZodObject<typeof discoverySettings>>;

/** What the settings ask for together. Throws a {@link ConfigError} that names every contradiction. */
export function discoveryOf(settings: Settings): Discovery {
  if (settings.REALTIME_DISCOVERY === 'static') return fixedOf(settings);
  const { REALTIME_FALLBACK_URL: fallback = null, REALTIME_EXPOSURE: exposure = 'nodePort' } = settings;
  refuse(settings.REALTIME_ENDPOINTS !== undefined && 'REALTIME_ENDPOINTS: is for REALTIME_DISCOVERY=static');
  if (exposure === 'ingress') {
    if (fallback === null) throw faultOf('REALTIME_FALLBACK_URL: is needed with REALTIME_EXPOSURE=ingress');
    return { kind: 'fixed', source: { list: () => [fallback] } };
  }
  const { REALTIME_SERVICE: service, REALTIME_PORT: port, REALTIME_NAME_TEMPLATE: nameTemplate } = settings;
  const types = settings.REALTIME_ADDRESS_TYPES;
  refuse(
    service === undefined && 'REALTIME_SERVICE: is needed with REALTIME_DISCOVERY=kubernetes',
    port === undefined && `REALTIME_PORT: is needed with REALTIME_EXPOSURE=${exposure}`,
    nameTemplate?.includes('{ip-dashed}') === true &&
      !types.some(isOfIp) &&
      'REALTIME_ADDRESS_TYPES: has no IP address for {ip-dashed} in REALTIME_NAME_TEMPLATE',
  );
  return {
    kind: 'kubernetes',
    service: service ?? '',
    namespace: settings.REALTIME_NAMESPACE ?? null,
    offer: {
      exposure,
      port: port ?? 0,
      isSecure: settings.REALTIME_TLS,
      addressTypes: types,
      ...(nameTemplate === undefined ? {} : { nameTemplate }),
    },
    fallback,
  };
}

const kubernetesOnly = [
  ...(['REALTIME_EXPOSURE', 'REALTIME_SERVICE', 'REALTIME_NAMESPACE', 'REALTIME_PORT'] as const),
  ...(['REALTIME_NAME_TEMPLATE', 'REALTIME_FALLBACK_URL'] as const),
];

function fixedOf(settings: Settings): Discovery {
  const { REALTIME_ENDPOINTS: source } = settings;
  const superfluous = kubernetesOnly.filter((name) => settings[name] !== undefined);
  refuse(
    source === undefined && 'REALTIME_ENDPOINTS: is needed with REALTIME_DISCOVERY=static',
    ...superfluous.map((name) => `${name}: is for REALTIME_DISCOVERY=kubernetes`),
  );
  return { kind: 'fixed', source: source ?? { list: () => [] } };
}

function isOfIp(type: AddressType): boolean {
  return type === 'ExternalIP' || type === 'InternalIP';
}

function refuse(...faults: readonly (string | false)[]): void {
  const found = faults.filter((fault) => fault !== false);
  if (found.length > 0) throw faultOf(...found);
}

function faultOf(...faults: readonly string[]): ConfigError {
  return new ConfigError(`bad settings: ${faults.join('; ')}`);
}
