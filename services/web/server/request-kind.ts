/** What a request is for, one of few: the page's figures are kept by it. */
export function kindOf(path: string): 'api' | 'asset' | 'file' | 'page' {
  if (/^\/(?:api\/|seats$|ip$|openapi\.json$)/.test(path)) return 'api';
  if (path.startsWith('/assets/')) return 'asset';
  return /\.[^/]*$/.test(path) ? 'file' : 'page';
}
