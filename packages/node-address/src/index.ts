export { type Endpoint, type EndpointSource, pickTwo } from './endpoint.ts';
export { dashedIp, endpointUrl, parseNameTemplate } from './endpoint-url.ts';
export {
  type AddressType,
  addressOrder,
  isAddressType,
  type NodeAddress,
  selectAddress,
} from './select-address.ts';
export { createStaticSource, endpointAt } from './static-source.ts';
