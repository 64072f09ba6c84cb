/** A route as Hono lists it: a method, or ALL for middleware, and a path such as `/api/shows/:show`. */
interface Route {
  readonly method: string;
  readonly path: string;
}

/** The methods that each known path answers. */
export interface KnownPaths {
  /** In the form of an Allow header; null when there is nothing at that address. */
  allowOf(path: string): string | null;
}

export function createKnownPaths(routes: readonly Route[]): KnownPaths {
  const known = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, segments: path.split('/') }));
  return {
    allowOf(path) {
      const asked = path.split('/');
      const methods = new Set<string>();
      for (const { method, segments } of known) {
        if (!fits(segments, asked)) continue;
        methods.add(method);
        // HEAD is answered wherever GET is.
        if (method === 'GET') methods.add('HEAD');
      }
      return methods.size === 0 ? null : [...methods].join(', ');
    },
  };
}

function fits(segments: readonly string[], asked: readonly string[]): boolean {
  return (
    segments.length === asked.length &&
    segments.every((segment, index) =>
      segment.startsWith(':') ? asked[index] !== '' : segment === asked[index],
    )
  );
}
