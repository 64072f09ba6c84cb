/** The map's colours, taken from the style sheet so that light and dark are decided in one place. */
export interface Theme {
  readonly ground: string;
  readonly section: string;
  readonly sectionLine: string;
  readonly stage: string;
  readonly stageText: string;
  readonly text: string;
  readonly muted: string;
  readonly held: string;
  readonly sold: string;
  readonly blocked: string;
  readonly dimmed: string;
  readonly mine: string;
  readonly mineInk: string;
  readonly mineHalo: string;
  readonly owned: string;
  readonly onSeat: string;
  readonly focus: string;
  readonly refused: string;
  readonly prices: readonly string[];
}

/** How many price colours the style sheet has; categories past them begin anew. */
const priceColourCount = 8;

export function readTheme(root: Element): Theme {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim() || '#888';
  return {
    ground: colour('map-ground'),
    section: colour('map-section'),
    sectionLine: colour('map-section-line'),
    stage: colour('map-stage'),
    stageText: colour('map-stage-text'),
    text: colour('text'),
    muted: colour('muted'),
    held: colour('seat-held'),
    sold: colour('seat-sold'),
    blocked: colour('seat-blocked'),
    dimmed: colour('seat-dimmed'),
    mine: colour('seat-mine'),
    mineInk: colour('seat-mine-ink'),
    mineHalo: colour('seat-mine-halo'),
    owned: colour('seat-owned'),
    onSeat: colour('seat-text'),
    focus: colour('focus'),
    refused: colour('refused'),
    prices: Array.from({ length: priceColourCount }, (_, index) => colour(`price-${index}`)),
  };
}
