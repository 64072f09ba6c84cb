import type { LayoutFile, LayoutMark, LayoutRow, LayoutSection } from './layout-file.ts';

/**
 * A layout's canonical text: JSON without blanks, the fields in the schema's order, English first and then the
 * other languages by tag, and without `$schema`. Equal drawings have equal texts, however their files are
 * written; the text is what a store keeps and what is served.
 */
export function canonicalLayout(layout: LayoutFile): string {
  const { format, name, width, height, prices, focus, sections, marks } = layout;
  return JSON.stringify({
    format,
    name: inOrder(name),
    width,
    height,
    prices,
    focus,
    sections: sections.map(sectionInOrder),
    marks: marks?.map(markInOrder),
  });
}

/** A layout's address: SHA-256 of its canonical text in UTF-8, as 64 lower-case hex digits. */
export async function layoutHash(canonicalText: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalText));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function sectionInOrder(section: LayoutSection): object {
  const { id, name, first, count, price, outline, focus, rows } = section;
  return { id, name: inOrder(name), first, count, price, outline, focus, rows: rows.map(rowInOrder) };
}

function rowInOrder({ label, from, step, labels, x, y, price, notes }: LayoutRow): object {
  // The places in `notes` are integers, and objects keep integer keys in ascending order by themselves.
  return { label, from, step, labels, x, y, price, notes };
}

function markInOrder({ kind, name, points }: LayoutMark): object {
  return { kind, name: inOrder(name), points };
}

function inOrder({ en, ...others }: LayoutFile['name']): Record<string, string> {
  const byTag = Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1));
  return { en, ...Object.fromEntries(byTag) };
}
