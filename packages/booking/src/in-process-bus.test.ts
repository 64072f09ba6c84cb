import { describeBusContract } from '@onsale/domain/testing';
import { createInProcessHub } from './in-process-bus.ts';

describeBusContract('in process', async () => {
  const hub = createInProcessHub();
  const a = hub.connect();
  const b = hub.connect();
  return { a, b, close: async () => void (await Promise.all([a.close(), b.close()])) };
});
