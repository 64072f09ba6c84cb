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

const placeholder = /\{(?:ip-dashed|address)\}/g;

/**
 * A name template as it is written. Throws a RangeError for one that would give every node the same name, or a name
 * that is none.
 */
export function parseNameTemplate(text: string): string {
  if (text.search(placeholder) < 0)
    throw new RangeError('must hold {ip-dashed} or {address}, as in {ip-dashed}.rt.example.com');
  if (!/^[a-z0-9.-]+$/i.test(text.replaceAll(placeholder, '0')))
    throw new RangeError('must be a host name around {ip-dashed} or {address}');
  return text;
}
