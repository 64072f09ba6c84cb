import type { Context } from 'hono';
import { acceptedEncoding, type EncodedBody, encodingHeaders } from './encodings.ts';
import { namesTag } from './entity-tag.ts';
import type { Environment } from './environment.ts';

/** Something that everybody gets who asks for it. */
export interface SharedBody {
  /** Names the content, quoted. */
  readonly etag: string;
  readonly body: EncodedBody;
  readonly cacheControl: string;
  /** Whether the same would be answered again. */
  isCurrent(): boolean;
}

/** The answer in the encoding that is asked for, or that nothing changed (RFC 9110, 13.1.2); kept for repeats. */
export function repeatableAnswer(c: Context<Environment>, shared: SharedBody) {
  const { etag, isCurrent } = shared;
  const encoding = acceptedEncoding(c.req.header('accept-encoding'));
  const body = shared.body.in(encoding);
  c.set('repeatable', { etag, encoding, body, isCurrent });
  const headers = { etag, 'cache-control': shared.cacheControl, vary: 'accept-encoding' };
  if (namesTag(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
  return c.body(body, 200, {
    ...headers,
    ...encodingHeaders(encoding),
    'content-type': 'application/json',
  });
}
