import { serviceNames } from './composed.ts';
import type { Metric } from './metrics-catalog.ts';

const begin = '<!-- Made by `pnpm metrics:docs`, from the registries that the services fill. -->';
const end = '<!-- The end of what is made. -->';

/** A document with its table of metrics made anew. Throws when it has no place for one. */
export function withTable(document: string, metrics: readonly Metric[]): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error('the document has no place for the table of metrics');
  return `${document.slice(0, from)}${begin}\n\n${tableOf(metrics)}\n\n${document.slice(to)}`;
}

function tableOf(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, type, labels, services, help }) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', '),
    services.length === serviceNames.length ? 'all' : services.join(', '),
    help.replaceAll('|', '\\|'),
  ]);
  const lines = [['metric', 'kind', 'labels', 'services', 'what it says'], Array(5).fill('---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
