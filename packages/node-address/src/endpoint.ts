/** Where buyers may open their sockets. */
export interface Endpoint {
  /** `http(s)://host:port`, or `/` for the very origin that the page came from. */
  readonly url: string;
  readonly node: string;
  readonly zone: string | null;
  /** Sockets that it had when last heard of; null when that is not known. */
  readonly connections: number | null;
}

/** Endpoints that are ready and not draining. */
export interface EndpointSource {
  list(): readonly Endpoint[];
}

/**
 * Two endpoints drawn at random, the one with fewer connections first: nearly as even as asking all, and it
 * does not send a whole crowd to the one that was emptiest a moment ago (Mitzenmacher, "The power of two
 * choices in randomized load balancing", 2001). `random` gives numbers in [0, 1).
 */
export function pickTwo(
  endpoints: readonly Endpoint[],
  random: () => number = Math.random,
): readonly Endpoint[] {
  if (endpoints.length <= 1) return endpoints;
  const first = Math.floor(random() * endpoints.length);
  const step = 1 + Math.floor(random() * (endpoints.length - 1));
  const second = (first + step) % endpoints.length;
  const pair = [endpoints[first], endpoints[second]].filter((endpoint) => endpoint !== undefined);
  return pair.sort((a, b) => (a.connections ?? 0) - (b.connections ?? 0));
}
