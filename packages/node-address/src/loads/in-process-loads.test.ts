import { describeLoadChannelContract } from '../testing/load-channel-contract.ts';
import { createInProcessLoads } from './in-process-loads.ts';

describeLoadChannelContract('in process', async () => {
  const hub = createInProcessLoads();
  const [a, b, c] = [hub.connect(), hub.connect(), hub.connect()] as const;
  return { a, b, c, close: async () => void (await Promise.all([a, b, c].map((end) => end.close()))) };
});
