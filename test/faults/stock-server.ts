import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';

/**
 * The usual design in a few lines: Socket.IO on the stock Redis-streams adapter with its default options, telling each
 * change by `io.emit`. `POST /emit?from=F&to=T` makes it tell the changes F up to, not including, T.
 */
const redis = new Redis(process.env.REDIS_URL ?? '', {
  // The adapter reads replies in the form of RESP2.
  replyMapping: 'legacy',
});
redis.on('error', () => {});

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/emit') {
    const to = Number(url.searchParams.get('to'));
    for (let change = Number(url.searchParams.get('from')); change < to; change += 1)
      io.emit('change', change);
  }
  response.end('ok');
});
const io = new Server(server, {
  adapter: createAdapter(redis),
  transports: ['websocket'],
  serveClient: false,
});
server.listen(Number(process.env.PORT), '127.0.0.1');
