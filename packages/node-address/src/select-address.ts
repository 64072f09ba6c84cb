const addressTypes = ['ExternalDNS', 'ExternalIP', 'InternalDNS', 'InternalIP', 'Hostname'] as const;

/** A kind of address that a Kubernetes node reports. */
export type AddressType = (typeof addressTypes)[number];

export function isAddressType(text: string): text is AddressType {
  return addressTypes.some((type) => type === text);
}

export interface NodeAddress {
  readonly type: AddressType;
  readonly address: string;
}

/** The order in which a node's addresses are preferred; Agones' order for its game servers. */
export const addressOrder: readonly AddressType[] = [
  'ExternalDNS',
  'ExternalIP',
  'InternalDNS',
  'InternalIP',
];

/** The address that buyers should use, or null when the node reports none that fits. Empty ones are passed over. */
export function selectAddress(
  addresses: readonly NodeAddress[],
  order: readonly AddressType[] = addressOrder,
): string | null {
  for (const type of order) {
    const found = addresses.find((candidate) => candidate.type === type && candidate.address !== '');
    if (found !== undefined) return found.address;
  }
  return null;
}
