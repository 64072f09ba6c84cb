/** Light or dark; `auto` is what the browser prefers. */
export type ThemeName = 'light' | 'dark' | 'auto';

export function themeOf(attribute: string | null): ThemeName {
  return attribute === 'light' || attribute === 'dark' ? attribute : 'auto';
}
