export { type Endpoint, type EndpointSource, pickTwo } from './endpoint.ts';
export { dashedIp, endpointUrl } from './endpoint-url.ts';
export { type AddressType, addressOrder, type NodeAddress, selectAddress } from './select-address.ts';
export { createStaticSource } from './static-source.ts';
