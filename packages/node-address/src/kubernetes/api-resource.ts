import {
  ApiException,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  Watch,
} from '@kubernetes/client-node';
import { ApiFault, type Listed, type News, type Resource, type Watching } from './resource.ts';

export interface Page {
  readonly limit: number;
  readonly _continue?: string;
}

export interface ApiResourceOptions<Kind extends KubernetesObject, View> {
  readonly kubeConfig: KubeConfig;
  readonly name: string;
  readonly listPage: (page: Page) => Promise<KubernetesListObject<Kind>>;
  /** Where it is watched, such as `/api/v1/nodes`; `query` selects what `listPage` lists. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly view: (object: Kind) => View;
}

const pageObjects = 500;
/** Kubernetes is made for 5,000 nodes; far more than that is somebody's mistake, and not to be held in memory. */
const objectsMax = 20_000;
/**
 * How long the server keeps a watch open. The library gives up a watch that brings nothing for 30 s: the server
 * ends it sooner, after a bookmark, so that a quiet watch is told from one that was cut without a word.
 */
const watchSeconds = 25;

/** A resource of the Kubernetes API. Only the views of its objects stay in memory. */
export function createApiResource<Kind extends KubernetesObject, View>(
  options: ApiResourceOptions<Kind, View>,
): Resource<View> {
  return {
    name: options.name,
    list: () => list(options),
    watch: (version, hear) => watch(options, version, hear),
  };
}

async function list<Kind extends KubernetesObject, View>({
  name,
  listPage,
  view,
}: ApiResourceOptions<Kind, View>): Promise<Listed<View>> {
  const views = new Map<string, View>();
  let page: Page | null = { limit: pageObjects };
  let version = '';
  while (page !== null) {
    const listed: KubernetesListObject<Kind> = await listPage(page).catch((error: unknown) => {
      throw faultOf(error);
    });
    for (const item of listed.items) views.set(item.metadata?.name ?? '', view(item));
    if (views.size > objectsMax) throw new ApiFault(`there are more than ${objectsMax} ${name}`, null);
    version = listed.metadata?.resourceVersion ?? '';
    const next = listed.metadata?._continue;
    page = next ? { limit: pageObjects, _continue: next } : null;
  }
  return { views, version };
}

function watch<Kind extends KubernetesObject, View>(
  { kubeConfig, path, query, view }: ApiResourceOptions<Kind, View>,
  version: string,
  hear: (news: News<View>) => void,
): Watching {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const asked = {
    ...query,
    resourceVersion: version,
    allowWatchBookmarks: true,
    timeoutSeconds: watchSeconds,
  };
  let isOver = false;
  function end(error?: unknown): void {
    isOver = true;
    if (error === undefined || error === null) resolve();
    else reject(faultOf(error));
  }
  function take(type: string, object: Kind): void {
    // What is thrown here, the library takes for a line that is no JSON and drops.
    try {
      const news = newsOf(type, object, view);
      if (news !== null) hear(news);
    } catch (error) {
      end(error);
    }
  }
  const opening = new Watch(kubeConfig).watch(path, asked, take, end);
  opening.then(() => isOver || hear({ kind: 'opened' }), end);
  // Nothing is left to stop when it was never opened.
  const stop = () => void opening.then((controller) => controller.abort()).catch(() => {});
  // A watch that ends by a fault of ours is still open on the server's side.
  ended.catch(stop);
  return { ended, stop };
}

/** Null for what says nothing. Throws an {@link ApiFault} for a fault that the server tells of, and for nonsense. */
function newsOf<Kind extends KubernetesObject, View>(
  type: string,
  object: Kind,
  view: (object: Kind) => View,
): News<View> | null {
  if (type === 'ERROR') {
    const { message, code } = object as { message?: string; code?: number };
    throw new ApiFault(message ?? 'the watch failed', code ?? null);
  }
  const { name, resourceVersion: version } = object.metadata ?? {};
  if (version === undefined) throw new ApiFault('the watch brought what has no version', null);
  if (type === 'BOOKMARK') return { kind: 'bookmark', version };
  if (name === undefined) throw new ApiFault('the watch brought what has no name', null);
  if (type === 'DELETED') return { kind: 'gone', name, version };
  if (type === 'ADDED' || type === 'MODIFIED') return { kind: 'put', name, view: view(object), version };
  return null;
}

/** The library's errors hold whole bodies and headers; a log line needs the reason. */
function faultOf(error: unknown): ApiFault {
  if (error instanceof ApiFault) return error;
  if (error instanceof ApiException) return new ApiFault(messageOf(error), error.code, { cause: error });
  if (!(error instanceof Error)) return new ApiFault(String(error), null);
  const { statusCode } = error as Error & { statusCode?: number };
  const reason = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
  return new ApiFault(reason, statusCode ?? null, { cause: error });
}

function messageOf({ body, code }: ApiException<unknown>): string {
  try {
    const { message } = JSON.parse(String(body)) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Something in between answered, not the API server.
  }
  return `the answer was HTTP ${code}`;
}
