import { seatsMax } from '@onsale/domain';
import { z } from 'zod';

/** A name for machines: part of addresses, so lower case and short. */
export const identifier = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, at most 64');

const label = z
  .string()
  .min(1)
  .max(16)
  .regex(/^\S(.*\S)?$/, 'must not begin or end with a blank');
const coordinate = z.number().min(-1_000_000).max(1_000_000);
const point = z.tuple([coordinate, coordinate]).describe('x and y in drawing units');
const text = z.string().min(1).max(200);
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/** Text by language tag (RFC 5646); English is always there. */
export const localText = z
  .object({ en: text })
  .catchall(text)
  .superRefine((texts, context) => {
    for (const language of Object.keys(texts)) {
      if (languageTag.test(language)) continue;
      context.addIssue({ code: 'custom', path: [language], message: 'is not a language tag such as "ko"' });
    }
  })
  .meta({
    description: 'Text by language tag; English is always there.',
    propertyNames: { pattern: languageTag.source },
  });

/** What is special about a seat. */
export const seatNote = z.enum(['wheelchair', 'companion', 'restricted-view', 'aisle']);

/**
 * A row of seats from left to right. A seat is about 10 units wide. Seats are labelled by number, `from`
 * and then every `step`, unless `labels` names each.
 */
export const layoutRow = z
  .strictObject({
    label: label.describe('Unique in its section.'),
    from: z
      .int()
      .min(0)
      .max(100_000)
      .optional()
      .describe("The number on the row's first seat; 1 when absent."),
    step: z
      .int()
      .min(-10)
      .max(10)
      .optional()
      .describe("From one seat's number to the next; 1 when absent, 2 for odd numbers only."),
    labels: z
      .array(label)
      .max(10_000)
      .optional()
      .describe("Each seat's label, in place of from and step; unique in its row."),
    x: z.array(coordinate).min(1).max(10_000).describe("The seats' centres, from the drawing's left edge."),
    y: z.array(coordinate).min(1).max(10_000).describe("The seats' centres, from the drawing's top edge."),
    price: identifier.optional().describe("A price category that differs from the section's."),
    notes: z
      .record(
        z.string().regex(/^(0|[1-9]\d{0,3})$/, "must be a seat's place in its row, counted from 0"),
        seatNote,
      )
      .optional()
      .describe("What is special about a seat, by its place in the row, counted from '0'."),
  })
  .describe('A row of seats from left to right; a seat is about 10 units wide.');

/** A section: one contiguous range of seats, `first` to `first + count - 1`, numbered along its rows in order. */
export const layoutSection = z
  .strictObject({
    id: identifier.describe('Unique in its layout.'),
    name: localText,
    first: z.int().min(0).describe("The first seat's index: where the section before it ends."),
    count: z.int().min(1).describe("The seats of all the section's rows."),
    price: identifier.describe('The price category of its seats.'),
    outline: z.array(point).min(3).max(1_000).optional().describe('A closed polygon, for the overview.'),
    focus: point
      .optional()
      .describe("Its best seats are those nearest to this point; the layout's when absent."),
    rows: z.array(layoutRow).min(1).max(2_000),
  })
  .describe('One contiguous range of seats, numbered along its rows in order.');

/** Something drawn that is not a seat: the stage, another area, a line of text at a point. */
export const layoutMark = z
  .strictObject({
    kind: z.enum(['stage', 'area', 'text']),
    name: localText,
    points: z
      .array(point)
      .min(1)
      .max(1_000)
      .describe('A closed polygon, or for a text the point that it is centred on.'),
  })
  .describe('Something drawn that is not a seat: above the outlines of sections, below the seats.');

/** A layout: the drawing of a venue. Immutable, addressed by the hash of its canonical text. */
export const layoutFile = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal('onsale-layout/1'),
    name: localText,
    width: z.number().positive().max(1_000_000).describe('In drawing units; everything lies inside.'),
    height: z.number().positive().max(1_000_000).describe('In drawing units; everything lies inside.'),
    prices: z.array(identifier).min(1).max(64).describe('The price categories that seats refer to.'),
    focus: point
      .optional()
      .describe(
        'The best seats are those nearest to this point; when absent, to the middle of the stages, or of the drawing.',
      ),
    sections: z.array(layoutSection).min(1).max(1_000),
    marks: z.array(layoutMark).max(1_000).optional(),
  })
  .describe(`The drawing of a venue: sections, rows and at most ${seatsMax} seats with their positions.`);

export type LayoutFile = z.infer<typeof layoutFile>;
export type LayoutSection = z.infer<typeof layoutSection>;
export type LayoutRow = z.infer<typeof layoutRow>;
export type LayoutMark = z.infer<typeof layoutMark>;
export type SeatNote = z.infer<typeof seatNote>;
