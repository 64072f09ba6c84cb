/** The languages that the page speaks; the first is what everybody gets who asks for none of them. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', ko: '한국어' };

/** Scripts of these languages run from right to left. */
const rightToLeft: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

/** The direction that a page in that language is laid out in. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language) ? 'rtl' : 'ltr';
}

/**
 * The first of these that the page speaks: what the address asks for, what was chosen before, what the browser
 * prefers. A region is left out of account: `ko-KR` is `ko`.
 */
export function chooseLanguage(
  asked: string | null,
  stored: string | null,
  preferred: readonly string[],
): Language {
  for (const tag of [asked, stored, ...preferred]) {
    const base = tag?.toLowerCase().split('-')[0];
    const spoken = languages.find((language) => language === base);
    if (spoken !== undefined) return spoken;
  }
  return languages[0];
}
