/**
 * What the tab remembers from page to page, and forgets when it is closed. Storage may be forbidden: then nothing is
 * remembered.
 */
export function remembered<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(`onsale.${key}`) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(`onsale.${key}`, JSON.stringify(value));
  } catch {
    // See above.
  }
}
