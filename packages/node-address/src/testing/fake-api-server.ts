import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Kind = 'endpointslices' | 'nodes';

/** An object as the API server has it. */
export interface FakeObject {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: Kind;
  readonly object: FakeObject;
  readonly version: number;
}

interface Watcher {
  readonly kind: Kind;
  readonly labelSelector: string | null;
  readonly response: ServerResponse;
}

/** How requests are answered: `hangs` takes them and says nothing. */
export type Mood =
  | { readonly kind: 'well' }
  | { readonly kind: 'hangs' }
  | { readonly kind: 'refuses'; readonly status: number };

/**
 * A small API server over HTTP: lists in pages, watches with versions and bookmarks, and the faults of a real one
 * on demand. It knows nodes and the endpoint slices of one namespace.
 */
export class FakeApiServer {
  readonly namespace = 'sale';
  /** `list nodes`, `watch endpointslices`, … in the order in which they came. */
  readonly asked: string[] = [];
  readonly authorizations = new Set<string | undefined>();
  mood: Mood = { kind: 'well' };
  /** Objects in a page at most, whatever the client asks for. */
  pageObjects = 500;
  /** The end of a watch at the latest, whatever the client asks for. */
  watchMsMax = 60_000;
  readonly #objects = new Map<Kind, Map<string, FakeObject>>([
    ['endpointslices', new Map()],
    ['nodes', new Map()],
  ]);
  readonly #watchers = new Set<Watcher>();
  #changes: Change[] = [];
  #version = 1_000;
  #oldestVersion = 0;
  #server: Server | null = null;
  #port = 0;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => this.#take(request, response));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends the server with all its connections; `start` opens the same port again. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    this.#watchers.clear();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** A kubeconfig for it, as JSON, which is YAML too. */
  kubeconfig(): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'fake',
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake', namespace: this.namespace } }],
      clusters: [
        {
          name: 'fake',
          cluster: { server: `http://127.0.0.1:${this.#port}`, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'fake', user: { token: 'fake-token' } }],
    });
  }

  put(kind: Kind, object: FakeObject): void {
    const type = this.#of(kind).has(object.metadata.name) ? 'MODIFIED' : 'ADDED';
    const stored = this.#stamped(object);
    this.#of(kind).set(object.metadata.name, stored);
    this.#tell({ type, kind, object: stored, version: this.#version });
  }

  remove(kind: Kind, name: string): void {
    const object = this.#of(kind).get(name);
    if (object === undefined) return;
    this.#of(kind).delete(name);
    this.#tell({ type: 'DELETED', kind, object: this.#stamped(object), version: this.#version });
  }

  /** Changes an object so that no watch hears of it, as if the news were lost. */
  putUnheard(kind: Kind, object: FakeObject): void {
    this.#of(kind).set(object.metadata.name, this.#stamped(object));
  }

  watches(): number {
    return this.#watchers.size;
  }

  /** Cuts every watch in the middle of its stream. */
  cutWatches(): void {
    for (const { response } of this.#watchers) response.destroy();
    this.#watchers.clear();
  }

  /** Forgets all changes so far: who watches from before is told that its version is gone. */
  forget(how: 'inTheStream' | 'byStatus'): void {
    this.#changes = [];
    this.#version++;
    this.#oldestVersion = this.#version;
    this.#gone = how;
  }
  #gone: 'inTheStream' | 'byStatus' = 'inTheStream';

  #of(kind: Kind): Map<string, FakeObject> {
    return this.#objects.get(kind) ?? new Map();
  }

  #stamped(object: FakeObject): FakeObject {
    this.#version++;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } as never };
  }

  #tell(change: Change): void {
    this.#changes.push(change);
    for (const watcher of this.#watchers) send(watcher, change);
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    this.authorizations.add(request.headers.authorization);
    const url = new URL(request.url ?? '/', 'http://fake');
    const kind = kindOf(url.pathname, this.namespace);
    const isWatch = url.searchParams.get('watch') === 'true';
    this.asked.push(`${isWatch ? 'watch' : 'list'} ${kind ?? url.pathname}`);
    if (this.mood.kind === 'hangs') return;
    if (this.mood.kind === 'refuses')
      return refuse(response, this.mood.status, `status ${this.mood.status} it is`);
    if (kind === null) return refuse(response, 404, 'the server could not find the requested resource');
    if (isWatch) this.#watch(kind, url.searchParams, response);
    else this.#list(kind, url.searchParams, response);
  }

  #list(kind: Kind, query: URLSearchParams, response: ServerResponse): void {
    const all = [...this.#of(kind).values()].filter((object) =>
      isSelected(object, query.get('labelSelector')),
    );
    const first = Number(query.get('continue') ?? 0);
    const end = first + Math.min(Number(query.get('limit') ?? this.pageObjects), this.pageObjects);
    const metadata = {
      resourceVersion: String(this.#version),
      ...(end < all.length ? { continue: String(end) } : {}),
    };
    answer(response, 200, { kind: 'List', apiVersion: 'v1', metadata, items: all.slice(first, end) });
  }

  #watch(kind: Kind, query: URLSearchParams, response: ServerResponse): void {
    const from = Number(query.get('resourceVersion'));
    const isGone = from < this.#oldestVersion;
    if (isGone && this.#gone === 'byStatus') return refuse(response, 410, 'too old resource version');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (isGone) {
      const status = { kind: 'Status', code: 410, message: 'too old resource version', reason: 'Expired' };
      response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      return;
    }
    const watcher: Watcher = { kind, labelSelector: query.get('labelSelector'), response };
    this.#watchers.add(watcher);
    for (const change of this.#changes) if (change.version > from) send(watcher, change);
    const timer = setTimeout(
      () => {
        const metadata = { resourceVersion: String(this.#version) };
        response.end(`${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Bookmark', metadata } })}\n`);
      },
      Math.min(Number(query.get('timeoutSeconds') ?? 60) * 1_000, this.watchMsMax),
    );
    response.once('close', () => {
      clearTimeout(timer);
      this.#watchers.delete(watcher);
    });
  }
}

function kindOf(path: string, namespace: string): Kind | null {
  if (path === '/api/v1/nodes') return 'nodes';
  if (path === `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`) return 'endpointslices';
  return null;
}

function isSelected({ metadata }: FakeObject, labelSelector: string | null): boolean {
  if (labelSelector === null || labelSelector === '') return true;
  const [label = '', value] = labelSelector.split('=');
  return metadata.labels?.[label] === value;
}

function send({ kind, labelSelector, response }: Watcher, change: Change): void {
  if (change.kind !== kind || !isSelected(change.object, labelSelector)) return;
  response.write(`${JSON.stringify({ type: change.type, object: change.object })}\n`);
}

function refuse(response: ServerResponse, code: number, message: string): void {
  answer(response, code, { kind: 'Status', status: 'Failure', code, message });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
