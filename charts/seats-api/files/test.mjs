// Lists the shows; in the demo, where no seat is anybody's, it also holds one and lets it go.
const api = process.env.API_URL;
const showsMsMax = 90_000;

async function call(path, options) {
  const response = await fetch(api + path, { signal: AbortSignal.timeout(5_000), ...options });
  const body = await response.text();
  if (!response.ok) throw new Error(`${options?.method ?? 'GET'} ${path}: ${response.status} ${body}`);
  return { response, body: body === '' ? null : JSON.parse(body) };
}

/** The demo's shows arrive by a Job that may still be running. */
async function listShows() {
  for (const startMs = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 1_000))) {
    const { response, body } = await call('/api/shows');
    const isLate = Date.now() - startMs > showsMsMax;
    if (body.shows.length > 0 || process.env.IS_DEMO !== 'true' || isLate)
      return { response, shows: body.shows };
  }
}

/** A UUIDv7 (RFC 9562, 5.7): milliseconds, then chance. */
function makeId() {
  const hex = Date.now().toString(16).padStart(12, '0') + crypto.randomUUID().replaceAll('-', '').slice(12);
  const digits = `${hex.slice(0, 12)}7${hex.slice(13, 16)}8${hex.slice(17)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const { response, shows } = await listShows();
process.stdout.write(`shows: ${shows.map((show) => show.id).join(', ') || 'none'}\n`);

if (process.env.IS_DEMO === 'true') {
  if (shows.length === 0) throw new Error('the demo has no shows');
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const { body: states } = await call(`/api/shows/${shows[0].id}/seats`, { headers: { cookie } });
  const { body: show } = await call(`/api/shows/${shows[0].id}`, { headers: { cookie } });
  const free = states.sections.flatMap(({ section, states: digits }) => {
    const { first } = show.sections.find(({ id }) => id === section);
    const index = digits.indexOf('0');
    return index < 0 ? [] : [first + index];
  });
  if (free.length > 0) {
    const id = makeId();
    const headers = { cookie, 'content-type': 'application/json' };
    const body = JSON.stringify({ seats: free.slice(0, 1) });
    await call(`/api/shows/${shows[0].id}/holds/${id}`, { method: 'PUT', headers, body });
    await call(`/api/holds/${id}`, { method: 'DELETE', headers: { cookie } });
    process.stdout.write(`held seat ${free[0]} of ${shows[0].id} and let it go\n`);
  }
}
