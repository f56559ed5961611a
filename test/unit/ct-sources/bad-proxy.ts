import { createServer, type Server, type ServerResponse } from 'node:http';

/** What stands between a source and its server. */
export type BadLine =
  | 'down'
  | 'silent'
  | 'html'
  | 'half'
  | 'redirect'
  /** The first answer again, whatever is asked on the same path. */
  | 'repeat'
  /** Octets without an end. */
  | 'endless'
  | { readonly status: number; readonly retryAfter?: number };

/** An HTTP server on 127.0.0.1 that passes everything on to another, or does one thing wrong. */
export class BadProxy {
  #server: Server | undefined;
  #bad: BadLine | undefined;
  #first = new Map<string, Buffer>();

  constructor(private readonly target: () => string) {}

  turn(bad: BadLine | undefined): void {
    this.#bad = bad;
    this.#first.clear();
  }

  get url(): string {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('expected the proxy to be started');
    return `http://127.0.0.1:${address.port}/`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request.url ?? '/', response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((done) => this.#server?.close(done));
  }

  async #serve(path: string, response: ServerResponse): Promise<void> {
    const bad = this.#bad;
    if (bad === 'down') return void response.socket?.destroy();
    if (bad === 'silent') return;
    if (bad === 'html') return void response.end('<!DOCTYPE html><title>Maintenance</title>');
    if (bad === 'redirect') return void response.writeHead(302, { Location: this.target() }).end();
    if (bad === 'endless') return endless(response);
    if (typeof bad === 'object') {
      const headers = bad.retryAfter === undefined ? {} : { 'Retry-After': String(bad.retryAfter) };
      return void response.writeHead(bad.status, headers).end('no');
    }
    const key = path.split('?')[0] ?? path;
    const known = bad === 'repeat' ? this.#first.get(key) : undefined;
    const answer = await fetch(new URL(path, this.target()));
    const body = known ?? Buffer.from(await answer.arrayBuffer());
    this.#first.set(key, body);
    response.writeHead(known === undefined ? answer.status : 200);
    response.end(bad === 'half' ? body.subarray(0, Math.floor(body.length / 2)) : body);
  }
}

function endless(response: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, '[');
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}
