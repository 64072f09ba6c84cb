import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { createSelfSigned } from '@onsale/runtime/testing';

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** Speaks TLS, with a certificate that signs itself, in front of a port of this machine that does not. */
export async function terminateTls(port: number): Promise<TlsFront> {
  const sockets = new Set<TLSSocket>();
  const server = createServer(createSelfSigned(), (socket) => {
    sockets.add(socket);
    const behind = connect(port, 'localhost');
    socket.pipe(behind).pipe(socket);
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      behind.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The front has no port.');
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
