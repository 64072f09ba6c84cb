import { useEffect, useState } from 'preact/hooks';

/** The places within the page. */
export type Place =
  | { readonly kind: 'shows' }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'orders' }
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'nowhere' };

/** Reads a path. */
export function placeOf(pathname: string): Place {
  const parts = pathname.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { kind: 'shows' };
  const [first, id] = parts;
  if (first === 'shows' && parts.length === 1) return { kind: 'shows' };
  if (first === 'shows' && parts.length === 2 && id !== undefined) return { kind: 'show', id: decode(id) };
  if (first === 'orders' && parts.length === 1) return { kind: 'orders' };
  if (first === 'orders' && parts.length === 2 && id !== undefined) return { kind: 'order', id: decode(id) };
  return { kind: 'nowhere' };
}

export function showPath(id: string): string {
  return `/shows/${encodeURIComponent(id)}`;
}

/** On a show's path: asks to go on paying for what is held. */
export const payHash = '#pay';

export function orderPath(id: string): string {
  return `/orders/${encodeURIComponent(id)}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The current place; changes with the browser's history. */
export function usePlace(): Place {
  const [pathname, setPathname] = useState(location.pathname);
  useEffect(() => {
    const read = (): void => setPathname(location.pathname);
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  return placeOf(pathname);
}

/** Goes to another place without loading the page anew. */
export function goTo(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}
