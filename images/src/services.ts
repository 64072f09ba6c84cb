/** What an image may add to Node's. */
export const addedBytesMax = 80_000_000;

/** What a service's image holds besides the bundled program; paths are the repository's. */
export interface Service {
  readonly name: string;
  /** The file that the program begins with. */
  readonly main: string;
  /** Folders and, behind each, its name beside the program. */
  readonly folders: Readonly<Record<string, string>>;
  /** Whether the demo shows are put into `shows`. */
  readonly hasDemoShows: boolean;
}

export const services: readonly Service[] = [
  {
    name: 'seats-api',
    main: 'services/seats-api/src/main.ts',
    folders: { 'packages/store-mysql/migrations': 'migrations' },
    hasDemoShows: true,
  },
  { name: 'realtime', main: 'services/realtime/src/main.ts', folders: {}, hasDemoShows: false },
  {
    name: 'web',
    main: 'services/web/server/main.ts',
    folders: { 'services/web/dist': 'page' },
    hasDemoShows: false,
  },
  { name: 'payment-sandbox', main: 'services/payment-sandbox/src/main.ts', folders: {}, hasDemoShows: false },
];

/** Throws a sentence that names those that there are. */
export function serviceNamed(name: string): Service {
  const service = services.find((known) => known.name === name);
  if (service !== undefined) return service;
  const names = services.map((known) => known.name).join(', ');
  throw new Error(`There is no service "${name}" with an image; there are ${names}.`);
}
