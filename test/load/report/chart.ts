import { logScale, type Scale, stepScale } from './scale.ts';

export interface Series {
  readonly name: string;
  readonly look: 'first' | 'second';
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  /** What is measured, and in what unit. */
  readonly subtitle: string;
  readonly xLabel: string;
  readonly series: readonly Series[];
}

const width = 720;
const height = 400;
const plot = { left: 64, right: 600, top: 84, bottom: 340 } as const;

/** Both themes: the picture has no ground of its own and follows the page's. */
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #57606a; }
  .title { font-size: 17px; font-weight: 600; fill: #1f2328; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
  .value { font-size: 12px; font-weight: 600; text-anchor: middle; }
  .name { font-weight: 600; }
  .first.line { stroke: #0969da; } .first.dot, .first.value, .first.name { fill: #0969da; }
  .second.line { stroke: #bc4c00; stroke-dasharray: 6 5; } .second.dot, .second.value, .second.name { fill: #bc4c00; }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1; } .title { fill: #f0f6fc; } .grid { stroke: #3d444d; }
    .first.line { stroke: #4493f8; } .first.dot, .first.value, .first.name { fill: #4493f8; }
    .second.line { stroke: #f0883e; } .second.dot, .second.value, .second.name { fill: #f0883e; }
  }`;

/** A line chart as SVG: x in equal steps, y by powers of ten, every line named at its end and every point by its value. */
export function renderChart(chart: Chart): string {
  const xs = [...new Set(chart.series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const ys = chart.series.flatMap(({ points }) => points.map(([, y]) => y));
  const x = stepScale(xs, plot.left + 30, plot.right - 10);
  const y = logScale(ys, plot.bottom, plot.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${chart.title}. ${chart.subtitle}`)}">`,
    `<style>${style}\n</style>`,
    `<text class="title" x="16" y="30">${escaped(chart.title)}</text>`,
    `<text x="16" y="52">${escaped(chart.subtitle)}</text>`,
    ...y.ticks.map((tick) => gridLine(y, tick)),
    ...x.ticks.map((tick) => label(x.at(tick), plot.bottom + 22, shortNumber(tick), 'middle')),
    label((plot.left + plot.right) / 2, height - 14, chart.xLabel, 'middle'),
    ...chart.series.map((series) => seriesMarks(series, chart.series, x, y)),
    '</svg>\n',
  ].join('\n');
}

function gridLine(y: Scale, tick: number): string {
  const at = rounded(y.at(tick));
  return [
    `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}"/>`,
    label(plot.left - 10, at + 4, shortNumber(tick), 'end'),
  ].join('');
}

function seriesMarks(series: Series, all: readonly Series[], x: Scale, y: Scale): string {
  const { look, name, points } = series;
  const places = points.map(([px, py]) => ({
    x: rounded(x.at(px)),
    y: rounded(y.at(py)),
    value: py,
    isAbove: isHighest(px, py, series, all),
  }));
  const last = places.at(-1);
  if (last === undefined) return '';
  return [
    `<polyline class="${look} line" points="${places.map((place) => `${place.x},${place.y}`).join(' ')}"/>`,
    ...places.map((place) => `<circle class="${look} dot" cx="${place.x}" cy="${place.y}" r="4"/>`),
    ...places.map(
      (place) =>
        `<text class="${look} value" x="${place.x}" y="${rounded(place.y + (place.isAbove ? -11 : 22))}">${shortNumber(place.value)}</text>`,
    ),
    `<text class="${look} name" x="${last.x + 14}" y="${last.y + 5}">${escaped(name)}</text>`,
  ].join('\n');
}

/** Whether a value is best written above its point: no other line is higher there. */
function isHighest(x: number, y: number, series: Series, all: readonly Series[]): boolean {
  return all.every((other) => {
    const there = other.points.find(([otherX]) => otherX === x) ?? other.points.at(-1);
    return other === series || there === undefined || there[1] <= y;
  });
}

function label(x: number, y: number, text: string, anchor: 'middle' | 'end'): string {
  return `<text x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

/** Three digits at most: 0.04, 9.6, 113, 1,100, 114k, 2M. */
export function shortNumber(value: number): string {
  if (value >= 999_500) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (value >= 100_000) return `${Number((value / 1_000).toPrecision(3))}k`;
  if (value >= 1_000) return Number(value.toPrecision(3)).toLocaleString('en');
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
