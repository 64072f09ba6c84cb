import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** A message as it arrived. */
export interface Received {
  readonly id: string;
  readonly type: string;
  /** Whether the signature was made with the receiver's secret. */
  readonly isGenuine: boolean;
  /** When it came, by the monotonic clock. */
  readonly atMs: number;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** The status of each answer, by how many messages came before. */
  answer: (before: number) => number | Promise<number>;
  close(): Promise<void>;
}

/** Listens for messages signed with the secret. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: Received[] = [];
  const verifier = new Webhook(secret);
  const isGenuine = (body: string, headers: Record<string, string>): boolean => {
    try {
      verifier.verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };
  const server = createServer((request, response) => {
    const before = received.length;
    void text(request).then(async (body) => {
      const headers = request.headers as Record<string, string>;
      const { type } = JSON.parse(body) as { type: string };
      const id = headers['webhook-id'] ?? '';
      received.push({ id, type, isGenuine: isGenuine(body, headers), atMs: performance.now() });
      response.writeHead(await receiver.answer(before)).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}/messages`,
    received,
    answer: () => 204,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
