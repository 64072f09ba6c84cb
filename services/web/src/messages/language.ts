/** The languages that the page speaks; the first is what everybody gets who asks for none of them. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', ko: '한국어' };

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
