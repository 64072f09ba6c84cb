export type Language = 'en' | 'ko';

const languages: readonly Language[] = ['en', 'ko'];
/** More preferences than any browser sends. */
const preferencesMax = 20;

/** The language that an Accept-Language header prefers of those that there are (RFC 9110, 12.5.4); English otherwise. */
export function languageOf(header: string | undefined): Language {
  const preferences = (header ?? '')
    .split(',', preferencesMax)
    .map((part) => {
      const [range = '', quality] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return { range, weight: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { range } of preferences) {
    const found = languages.find((language) => range === language || range.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}
