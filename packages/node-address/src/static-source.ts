import type { Endpoint, EndpointSource } from './endpoint.ts';

/**
 * The endpoint at a URL, of which nothing else is known. Throws a RangeError for what is neither `/` nor an http(s)
 * URL.
 */
export function endpointAt(url: string, node: string): Endpoint {
  if (url !== '/' && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw new RangeError(`${url} is not an http or https URL`);
  return { url: url.replace(/(?<=.)\/$/, ''), node, zone: null, connections: null };
}

/** A fixed list of endpoints, for one process or for services started by hand. Throws as {@link endpointAt} does. */
export function createStaticSource(urls: readonly string[]): EndpointSource {
  const endpoints = urls.map((url, index) => endpointAt(url, url === '/' ? 'self' : `static-${index + 1}`));
  return { list: () => endpoints };
}
