/**
 * The address in its form for a host name in a certificate's zone: `198.51.100.7` becomes `198-51-100-7`,
 * `2001:db8::7` becomes `2001-db8--7`. A label may neither begin nor end with a dash (RFC 1123, 2.1): `::1`
 * becomes `0--1`.
 */
export function dashedIp(address: string): string {
  return address.replace(/^:/, '0:').replace(/:$/, ':0').replaceAll(/[.:]/g, '-');
}

/**
 * The URL of a realtime endpoint. A name template such as `{ip-dashed}.rt.example.com` gives a page on https a
 * host that a wildcard certificate covers; without one the address itself is the host.
 */
export function endpointUrl(
  address: string,
  port: number,
  options: { readonly nameTemplate?: string; readonly isSecure: boolean },
): string {
  const named = options.nameTemplate
    ?.replaceAll('{ip-dashed}', dashedIp(address))
    .replaceAll('{address}', address);
  const host = named ?? (address.includes(':') ? `[${address}]` : address);
  return `${options.isSecure ? 'https' : 'http'}://${host}:${port}`;
}
