import { createServer, type RequestListener, type Server } from 'node:http';
import { LabError } from '../dns/rr.js';

/** An HTTP server on a free port of 127.0.0.1, which can be started and stopped and counts what it is asked. */
export class LocalServer {
  #server: Server | undefined;
  #requests = 0;

  /** `what` it is, in words for whoever asks for its address too early: `the log`. */
  constructor(
    private readonly what: string,
    private readonly serve: RequestListener,
  ) {}

  get requests(): number {
    return this.#requests;
  }

  /** `http://127.0.0.1:PORT`. Throws `LabError` before `start`. */
  get origin(): string {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null)
      throw new LabError(`expected ${this.what} to be started`);
    return `http://127.0.0.1:${address.port}`;
  }

  /** Rejects if it cannot listen. */
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((request, response) => {
      this.#requests++;
      this.serve(request, response);
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
  }

  /** Whatever is still connected is cut off. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}
