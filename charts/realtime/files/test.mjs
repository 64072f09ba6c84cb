// Opens a socket as far as it goes without a ticket: the server greets with its own settings.
const socket = new WebSocket(`${process.env.REALTIME_URL}/socket.io/?EIO=4&transport=websocket`);
const greeting = await new Promise((resolve, reject) => {
  socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true });
  socket.addEventListener('error', () => reject(new Error('the socket did not open')), { once: true });
  setTimeout(() => reject(new Error('nothing came over the socket within 20 s')), 20_000).unref();
});
if (!greeting.startsWith('0{')) throw new Error(`not a greeting of Engine.IO 4: ${greeting}`);
process.stdout.write('the socket opened\n');
socket.close();
