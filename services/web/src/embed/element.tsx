import { render } from 'preact';
import type { OnsaleHook } from '../automation.ts';
import { createWords } from '../messages/format.ts';
import { chooseLanguage, directionOf } from '../messages/language.ts';
import { WordsContext } from '../words-context.ts';
import { Seatmap } from './seatmap.tsx';
import { Styles } from './styles.ts';
import { tellFrom } from './tell.ts';
import { themeOf } from './theme.ts';

/** Where this module came from: the sale's own address, unless the page names another. */
const ownAddress = new URL(new URL(import.meta.url).origin);

/**
 * `<onsale-seatmap show="…">`: one show's live map, list, basket and checkout on any page. Attributes: `show`, its
 * id; `api`, the sale's address; `lang`, `en` or `ko`; `theme`, `light` or `dark`; `gestures`, `cooperative` or
 * `greedy`. Its events are the client's `SeatmapEvents`.
 */
export class SeatmapElement extends HTMLElement {
  static readonly observedAttributes = ['show', 'api', 'lang', 'theme', 'gestures'];

  /** What the canvas shows, for tools that cannot see it; null while there is no map. */
  onsale: OnsaleHook | null = null;
  readonly #styles = new Styles();
  readonly #place = document.createElement('div');
  readonly #tell = tellFrom(this);
  readonly #expose = (hook: OnsaleHook | null): void => {
    this.onsale = hook;
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = this.#styles.sheets;
    this.#place.className = 'reset';
    root.append(this.#place);
  }

  connectedCallback(): void {
    this.#render();
  }

  disconnectedCallback(): void {
    render(null, this.#place);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#render();
  }

  #render(): void {
    const show = this.getAttribute('show') ?? '';
    const api = addressOf(this.getAttribute('api'));
    const theme = themeOf(this.getAttribute('theme'));
    const language = chooseLanguage(
      this.getAttribute('lang'),
      document.documentElement.lang,
      navigator.languages,
    );
    this.#styles.choose(theme);
    render(
      <WordsContext.Provider value={createWords(language)}>
        <div class="onsale" lang={language} dir={directionOf(language)}>
          {show !== '' && (
            <Seatmap
              key={`${api} ${show}`}
              api={api}
              show={show}
              theme={theme}
              isCooperative={this.getAttribute('gestures') !== 'greedy'}
              tell={this.#tell}
              expose={this.#expose}
            />
          )}
        </div>
      </WordsContext.Provider>,
      this.#place,
    );
  }
}

/** The sale's address as the client takes it; what is no address counts as none given. */
function addressOf(given: string | null): string {
  const url =
    given !== null && URL.canParse(given, document.baseURI) ? new URL(given, document.baseURI) : ownAddress;
  return url.origin + url.pathname.replace(/\/+$/, '');
}
