import { seatsMax } from '@onsale/domain';
import { z } from 'zod';
import { identifier, localText } from './layout-file.ts';

const isoMoment = z.iso.datetime({ offset: true });

/** What seats of a category cost. */
const showPrice = z.strictObject({
  id: identifier.describe("One of the layout's price categories."),
  name: localText,
  amount: z.int().min(0).max(1_000_000_000).describe("In the currency's minor unit."),
});

/** A show as a promoter writes it down; `layout` is a path beside this file, or the drawing itself. */
export const showFile = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal('onsale-show/1'),
    id: identifier,
    title: localText,
    venue: localText,
    layout: z
      .union([z.string().min(1).max(500), z.record(z.string(), z.unknown())], 'must be a path or a layout')
      .describe("The layout file's path, in this file's folder or below it; or the layout itself."),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three capital letters')
      .describe('ISO 4217.'),
    prices: z.array(showPrice).min(1).max(64).describe("One for each of the layout's price categories."),
    startsAt: isoMoment,
    onSaleAt: isoMoment,
    offSaleAt: isoMoment.optional().describe('When the sale closes; it stays open when absent.'),
    holdSeconds: z.int().min(1).max(86_400).describe('How long a hold lasts.'),
    paymentSeconds: z
      .int()
      .min(1)
      .max(3_600)
      .default(60)
      .describe("How far the first payment moves a hold's deadline, counted from its start."),
    extensionSeconds: z
      .int()
      .min(1)
      .max(3_600)
      .optional()
      .describe("How far a buyer may move a hold's deadline, once; he may not when absent."),
    returnsUntil: isoMoment
      .optional()
      .describe('Until when buyers may give paid orders back; they may not when absent.'),
    cap: z.int().min(1).max(1_000).describe('The most seats that one buyer may hold or own.'),
    singleSeats: z
      .enum(['off', 'warn', 'refuse'])
      .optional()
      .describe(
        'What becomes of a choice of seats that leaves single ones: nothing (off, when absent), a warning, or a refusal.',
      ),
    blocked: z
      .array(z.int().min(0))
      .max(seatsMax)
      .default([])
      .describe('Seats that are not for sale at first, by their index in the layout.'),
  })
  .describe('One performance with its prices, its sale and its layout.');

export type ShowFile = z.infer<typeof showFile>;
