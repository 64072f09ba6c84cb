import type { Endpoint, EndpointSource } from './endpoint.ts';

/**
 * A fixed list of endpoints, for one process or for services started by hand. Throws a RangeError for what is
 * neither `/` nor an http(s) URL.
 */
export function createStaticSource(urls: readonly string[]): EndpointSource {
  const endpoints = urls.map((url, index): Endpoint => {
    if (url !== '/' && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
      throw new RangeError(`${url} is not an http or https URL`);
    const node = url === '/' ? 'self' : `static-${index + 1}`;
    return { url: url.replace(/(?<=.)\/$/, ''), node, zone: null, connections: null };
  });
  return { list: () => endpoints };
}
