import { networkInterfaces } from 'node:os';

const wildcards = ['0.0.0.0', '::'];

/** The names by which a browser may reach what listens on this host; the first is the one to print. */
export function publicNames(host: string): [string, ...string[]] {
  const local: [string, ...string[]] = ['localhost', '127.0.0.1'];
  if (local.includes(host)) return local;
  if (!wildcards.includes(host)) return [host.includes(':') ? `[${host}]` : host];
  const [first, ...others] = ipv4Addresses();
  return first === undefined ? local : [first, ...others, ...local];
}

/** The IPv4 addresses of this machine that others on its network can reach. */
function ipv4Addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
