import { z } from '@hono/zod-openapi';
import type { ChargeStatus } from './charge.ts';

/** How a charge goes; each is a method of its own too, `sandbox-` before it. */
export const courses = ['declined', 'slow', 'timeout-then-success', 'late-success', 'page'] as const;

export type Course = 'success' | (typeof courses)[number];

/** What the sandbox does wrong on purpose. */
export const switchesBody = z.strictObject({
  charges: z
    .enum(['success', ...courses])
    .describe('How charges by `sandbox-card` go; the other methods say it themselves.'),
  slowMs: z.int().min(0).max(60_000).describe('How long a slow charge takes before it begins.'),
  hangMs: z
    .int()
    .min(0)
    .max(300_000)
    .describe(
      'How long the answer to a time-out-then-success is withheld. The charge has succeeded by then.',
    ),
  lateMs: z.int().min(0).max(86_400_000).describe('How long a late success is pending.'),
  webhooks: z
    .enum(['sent', 'duplicated', 'reordered', 'forged', 'lost'])
    .describe('What becomes of the messages about charges.'),
});

export type Switches = z.infer<typeof switchesBody>;
/** The switches to turn; those that are left out stay as they are. */
export const switchChanges = switchesBody.partial();
export type SwitchChanges = z.infer<typeof switchChanges>;

export const switchesDefault: Switches = {
  charges: 'success',
  slowMs: 1_500,
  hangMs: 60_000,
  lateMs: 5_000,
  webhooks: 'sent',
};

export const methods = ['sandbox-card', ...courses.map((course) => `sandbox-${course}` as const)] as const;

export type Method = (typeof methods)[number];

/** How a charge by that method goes. */
export function courseOf(method: Method, { charges }: Switches): Course {
  return courses.find((course) => method === `sandbox-${course}`) ?? charges;
}

/** How a charge that goes so stands when it has begun. */
export function beginningOf(course: Course, { lateMs }: Switches): ChargeStatus {
  if (course === 'declined') return { state: 'declined' };
  if (course === 'late-success') return { state: 'pending', succeedsAtMs: Date.now() + lateMs };
  if (course === 'page') return { state: 'pending', succeedsAtMs: null };
  return { state: 'succeeded' };
}
