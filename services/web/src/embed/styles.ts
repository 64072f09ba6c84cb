import page from '../styles/index.css?inline';
import own from './embed.css?inline';
import type { ThemeName } from './theme.ts';

const mediaByTheme: Record<ThemeName, string> = {
  auto: '(prefers-color-scheme: dark)',
  dark: 'all',
  light: 'not all',
};

/**
 * The styles of one element. Sheets that a script makes fall under no style-src of the embedding page's policy, and
 * need no inline style there.
 */
export class Styles {
  readonly sheets: CSSStyleSheet[];
  /** What only applies in the dark. */
  readonly #dark: CSSMediaRule[];

  constructor() {
    this.sheets = [page, own].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    this.#dark = this.sheets
      .flatMap(({ cssRules }) => [...cssRules])
      .filter((rule) => rule instanceof CSSMediaRule)
      .filter(({ conditionText }) => conditionText === mediaByTheme.auto);
  }

  choose(theme: ThemeName): void {
    for (const { media } of this.#dark) media.mediaText = mediaByTheme[theme];
  }
}
