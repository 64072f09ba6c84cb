import { connect } from 'node:net';

const endMsMax = 30_000;

/**
 * Sends bytes over a connection of their own, ends its side, and resolves with what came until the server ended the
 * other. Rejects when the server keeps the connection.
 */
export function sendBytes(url: string, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.setTimeout(endMsMax, () => {
      reject(new Error(`kept open after ${JSON.stringify(bytes.toString('latin1').slice(0, 200))}`));
      socket.destroy();
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that has answered a broken request may close before all of it was sent.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.end(bytes);
  });
}
