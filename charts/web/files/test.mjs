// The page is served; where the web service passes the API on, shows are listed through it.
const web = process.env.WEB_URL;
const options = { signal: AbortSignal.timeout(20_000) };
const page = await fetch(`${web}/`, options);
const html = await page.text();
if (!page.ok || !html.includes('<title>')) throw new Error(`the page: ${page.status} ${html.slice(0, 200)}`);
process.stdout.write('the page is served\n');
if (process.env.FORWARDS === 'true') {
  const shows = await fetch(`${web}/api/shows`, options);
  if (!shows.ok) throw new Error(`the API through the page's address: ${shows.status} ${await shows.text()}`);
  process.stdout.write('the API answers at the page’s address\n');
}
