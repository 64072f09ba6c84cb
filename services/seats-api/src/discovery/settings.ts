import {
  type AddressType,
  addressOrder,
  createStaticSource,
  endpointAt,
  isAddressType,
  parseNameTemplate,
} from '@onsale/node-address';
import { parsedSetting } from '@onsale/runtime';
import { z } from 'zod';

/** A name of a namespace or a service (RFC 1123). */
const label = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is no name that Kubernetes could have');

/** How the service learns where buyers may open their sockets. */
export const discoverySettings = {
  /** `static`: the list of REALTIME_ENDPOINTS. `kubernetes`: what the cluster says. */
  REALTIME_DISCOVERY: z.enum(['static', 'kubernetes']).default('static'),
  /** Public URLs of the realtime processes, with commas between them. */
  REALTIME_ENDPOINTS: parsedSetting((text) =>
    createStaticSource(text.split(',').map((url) => url.trim())),
  ).optional(),
  /** How buyers reach a realtime pod. @default nodePort */
  REALTIME_EXPOSURE: z.enum(['nodePort', 'hostPort', 'ingress']).optional(),
  /** The service in whose endpoint slices the realtime pods are. */
  REALTIME_SERVICE: label.optional(),
  /** The namespace of that service. @default this pod's own */
  REALTIME_NAMESPACE: label.optional(),
  /** The public port on the nodes. */
  REALTIME_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** A node's host name from its address, such as `{ip-dashed}.rt.example.com`; the address itself when absent. */
  REALTIME_NAME_TEMPLATE: parsedSetting(parseNameTemplate).optional(),
  /** Whether realtime pods end TLS. */
  REALTIME_TLS: z.stringbool().default(false),
  /** Which of a node's addresses buyers are sent to, the first of them that it has; with commas. */
  REALTIME_ADDRESS_TYPES: parsedSetting(parseAddressTypes).default(addressOrder),
  /** Where buyers are sent when no node is known, and always with the exposure `ingress`. */
  REALTIME_FALLBACK_URL: parsedSetting((url) => endpointAt(url, 'ingress')).optional(),
} as const;

function parseAddressTypes(text: string): readonly AddressType[] {
  return text.split(',').map((part) => {
    const type = part.trim();
    if (!isAddressType(type))
      throw new RangeError('must be kinds of node addresses, such as ExternalIP,InternalIP');
    return type;
  });
}
