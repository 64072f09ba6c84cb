/** Every fault of the suite, in the order of its table. */
export const faultNames = [
  'Redis blip before any message was read',
  'a process stalled past the end of the stream',
  'FLUSHALL',
  'Redis down for 90 s',
  'Redis restarted empty with its clock behind',
  'publishing fails on one process only',
  'MySQL killed -9 in mid-batch and restarted',
  'connection reset around COMMIT',
  'MySQL unreachable for 30 s',
  'process paused beyond the hold’s deadline, then resumed',
  'process killed -9 in mid-batch',
  'process clock 10 minutes ahead and behind',
  'no sweeper',
  'three sweepers',
  'reversed multi-section holds from many buyers',
  '2,000 clients reconnecting at once',
] as const;

export type FaultName = (typeof faultNames)[number];

/** Whether the long outages are shortened, for whoever works on the suite. */
export const isQuick = process.env.FAULTS_QUICK === '1';
