import { Agent as HttpAgent, get as httpGet, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { createGunzip } from 'node:zlib';

/** Octets of one answer that are taken in, at most: no log sends so many, and who reads it may allow fewer. */
const MOST_OCTETS = 64 * 1024 * 1024;

/** Bodies that are kept for the answers to come. */
const MOST_SPARE = 16;
/** A `fetch` over node:http, and what ends its idle connections. */
export interface NodeFetch {
  readonly fetch: typeof fetch;
  /**
   * Gives the octets of an answer back, to be written over by another one: who does so must be through with them. Megabytes
   * that are new for each answer keep the garbage collector busy for a third of the time.
   */
  readonly recycle: (body: Buffer) => void;
  close(): void;
}

/**
 * `fetch` for long answers: a body is put together in one piece as it comes, which takes half the processor time of the
 * streams of Node's own. It only knows GET, with headers and a signal, and
 * what `answerOf` says of answers; redirects are answers, as with `redirect: 'manual'`.
 */
export function createNodeFetch(connections: number): NodeFetch {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: connections }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: connections }),
  };
  const spare: Buffer[] = [];
  const ask = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url =
      typeof input === 'string' ? new URL(input) : input instanceof URL ? input : new URL(input.url);
    const asked = question(url, init, agents);
    const end = (): void => void asked.request.destroy(new Error('the question was withdrawn'));
    if (init.signal?.aborted === true) end();
    init.signal?.addEventListener('abort', end, { once: true });
    try {
      const message = await asked.answer;
      return answerOf(message, await wholeBody(message, spare));
    } finally {
      init.signal?.removeEventListener('abort', end);
    }
  };
  return {
    fetch: ask,
    recycle: ({ buffer }) => {
      if (spare.length < MOST_SPARE && buffer instanceof ArrayBuffer) spare.push(Buffer.from(buffer));
    },
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

function question(
  url: URL,
  { headers }: RequestInit,
  agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent },
): { readonly request: ClientRequest; readonly answer: Promise<IncomingMessage> } {
  const request =
    url.protocol === 'https:'
      ? httpsGet(url, { headers: plainHeaders(headers), agent: agents['https:'] })
      : httpGet(url, { headers: plainHeaders(headers), agent: agents['http:'] });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  return { request, answer };
}

/** Takes the length that is announced for the truth as long as no more comes. */
async function wholeBody(message: IncomingMessage, spare: Buffer[]): Promise<Buffer> {
  const announced = Math.min(Number(message.headers['content-length'] ?? 0), MOST_OCTETS);
  const zipped = message.headers['content-encoding'] === 'gzip';
  let body = takeSpare(spare, announced) ?? Buffer.allocUnsafeSlow(announced > 0 ? announced : 1 << 16);
  let length = 0;
  const take = (chunk: Buffer): void => {
    if (length + chunk.length > MOST_OCTETS) throw new Error(`the answer is over ${MOST_OCTETS} octets`);
    if (length + chunk.length > body.length) {
      const longer = Buffer.allocUnsafeSlow(Math.min(MOST_OCTETS, 2 * (length + chunk.length)));
      body.copy(longer, 0, 0, length);
      body = longer;
    }
    chunk.copy(body, length);
    length += chunk.length;
  };
  await new Promise<void>((resolve, reject) => {
    const stream = zipped ? message.pipe(createGunzip()) : message;
    const fail = (error: Error): void => {
      message.destroy();
      reject(error);
    };
    stream.on('data', (chunk: Buffer) => {
      try {
        take(chunk);
      } catch (error) {
        fail(error as Error);
      }
    });
    stream.once('end', () => (message.complete ? resolve() : fail(new Error('the answer was cut off'))));
    stream.once('error', fail);
    if (zipped) message.once('error', fail);
  });
  return body.subarray(0, length);
}

/** A spare body that is long enough; one that is not gives way to a longer one. */
function takeSpare(spare: Buffer[], octets: number): Buffer | undefined {
  const at = spare.findIndex(({ length }) => length >= octets);
  const [body] = spare.splice(Math.max(0, at), 1);
  return at < 0 ? undefined : body;
}

/**
 * As much of a Response as a reader of octets needs: status, headers, and a body of one chunk that is these octets and no
 * copy of them. One of Node's own takes longer to make than 256 entries take to hash.
 */
function answerOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer): Response {
  let chunk: Buffer | undefined = body.length === 0 ? undefined : body;
  const cancel = async (): Promise<void> => void (chunk = undefined);
  const read = async (): Promise<{ done: boolean; value?: Buffer }> => {
    const value = chunk;
    chunk = undefined;
    return value === undefined ? { done: true } : { done: false, value };
  };
  const answer: Pick<Response, 'ok' | 'status'> & {
    readonly headers: Pick<Headers, 'get'>;
    readonly body: {
      readonly cancel: typeof cancel;
      getReader(): { readonly read: typeof read; readonly cancel: typeof cancel };
    };
  } = {
    ok: statusCode >= 200 && statusCode < 300,
    status: statusCode,
    headers: {
      get: (name) => {
        const value = headers[name.toLowerCase()];
        return typeof value === 'string' ? value : null;
      },
    },
    body: { cancel, getReader: () => ({ read, cancel }) },
  };
  return answer as unknown as Response;
}

/** Without a look at the class of its own that Headers has: whoever names it loads all of Node's `fetch`. */
function plainHeaders(headers: RequestInit['headers']): Record<string, string> {
  if (headers === undefined) return {};
  if (Symbol.iterator in headers) return Object.fromEntries(headers as Iterable<[string, string]>);
  return { ...headers } as Record<string, string>;
}
