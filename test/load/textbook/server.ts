import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { createPool } from 'mysql2/promise';
import { Server } from 'socket.io';
import { createActions } from './actions.ts';
import { createSeats } from './seats.ts';

/** One instance of the textbook design: see README.md beside this file. */
const { PORT = '0', HOST = '127.0.0.1', MYSQL_URL = '', REDIS_URL = '' } = process.env;
const connectionsMax = 10;
const channel = 'seat';

const pool = createPool({ uri: MYSQL_URL, connectionLimit: connectionsMax });
const seats = createSeats(pool);
const publisher = new Redis(REDIS_URL);
const subscriber = new Redis(REDIS_URL);
const http = createServer((request, response) => {
  if (request.url !== '/seats') {
    response.writeHead(request.url === '/healthz' ? 200 : 404).end();
    return;
  }
  seats.list().then(
    (taken) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(taken)),
    () => response.writeHead(500).end(),
  );
});
const io = new Server(http, { transports: ['websocket'], serveClient: false });
const act = createActions(seats, (message) => publisher.publish(channel, message));

io.on('connection', (socket) => {
  socket.on('action', (action) => void act(action));
});
subscriber.on('message', (_channel: string, message: string) => {
  io.emit('result', JSON.parse(message));
});
await subscriber.subscribe(channel);
http.listen(Number(PORT), HOST);
process.on('SIGTERM', () => process.exit(0));
