import type { ServerResponse } from 'node:http';
import { LocalServer } from './listening.js';
import type { CtIndex, SearchEntry } from './search.js';

export interface CrtshServerOptions {
  readonly index: CtIndex;
  /** Rows of certificate and name that a search looks at, whatever there is: in JSON nothing tells of it. Default: 10000. */
  readonly rowLimit?: number;
  /** Answers say how many rows a certificate had. Default: true, as they do since 2025. */
  readonly counts?: boolean;
}

/** A certificate that a search found, and which of its names did it. */
interface Hit {
  readonly entry: SearchEntry;
  readonly names: readonly string[];
}

/**
 * A certificate search over HTTP on 127.0.0.1 with the shape of crt.sh: `/?q=NAME&output=json` with `exclude=expired` and
 * `deduplicate=Y`, `%` for anything, and `/?d=ID` for a certificate in PEM.
 */
export class CrtshServer {
  #swapped = new Map<string, string>();
  readonly #server = new LocalServer('the certificate search', (request, response) =>
    this.#serve(new URL(request.url ?? '/', 'http://lab.invalid').searchParams, response),
  );

  constructor(private readonly options: CrtshServerOptions) {}

  get requests(): number {
    return this.#server.requests;
  }

  /** Gives another certificate in place of the one that is asked for. */
  swap(id: string, other: string): void {
    this.#swapped.set(id, other);
  }

  /** URL with a final slash. Throws `LabError` before `start`. */
  get url(): string {
    return `${this.#server.origin}/`;
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #serve(query: URLSearchParams, response: ServerResponse): void {
    const id = query.get('d');
    if (id !== null) return this.#certificate(this.#swapped.get(id) ?? id, response);
    const wanted = query.get('q');
    if (wanted === null || query.get('output') !== 'json')
      return send(response, 200, 'text/html', '<!DOCTYPE html><title>crt.sh</title>');
    const hits = this.#truncated(this.#search(wanted, query.get('exclude') === 'expired'));
    const shown = query.get('deduplicate') === 'Y' ? deduplicated(hits) : hits;
    send(response, 200, 'application/json', JSON.stringify(shown.map((hit) => this.#json(hit))));
  }

  #certificate(id: string, response: ServerResponse): void {
    const entry = this.#all(false).find((one) => String(one.id) === id);
    if (entry === undefined)
      return send(response, 404, 'text/html', '<!DOCTYPE html><title>Not found</title>');
    const lines = entry.der.toString('base64').match(/.{1,64}/g) ?? [];
    const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
    send(response, 200, 'application/pkix-cert', pem);
  }

  #search(wanted: string, unexpired: boolean): Hit[] {
    const pattern = new RegExp(
      `^${wanted
        .toLowerCase()
        .split('%')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      's',
    );
    return this.#all(unexpired).flatMap((entry) => {
      const names = entry.issued.names.filter((name) => pattern.test(name.toLowerCase()));
      return names.length === 0 ? [] : [{ entry, names }];
    });
  }

  #all(unexpired: boolean): readonly SearchEntry[] {
    return this.options.index.all({ unexpired });
  }

  /** The limit is on rows of certificate and name, not on certificates. */
  #truncated(hits: readonly Hit[]): readonly Hit[] {
    let left = this.options.rowLimit ?? 10_000;
    return hits.flatMap((hit) => {
      const names = hit.names.slice(0, left);
      left -= names.length;
      return names.length === 0 ? [] : [{ ...hit, names }];
    });
  }

  #json({ entry, names }: Hit): unknown {
    const { issued } = entry;
    const time = (at: number): string => new Date(at).toISOString().replace(/\.[0-9]+Z$/, '');
    return {
      issuer_ca_id: 1,
      issuer_name: `C=XX, O=${issued.ca.spec.name} (lab), CN=${issued.ca.spec.name} (lab) Intermediate`,
      common_name: issued.names[0] ?? null,
      name_value: names.join('\n'),
      id: entry.id,
      entry_timestamp: time(entry.seenAt),
      not_before: time(issued.notBefore),
      not_after: time(issued.notAfter),
      serial_number: issued.serial,
      ...(this.options.counts === false ? {} : { result_count: names.length }),
    };
  }
}

/** Precertificate and certificate of one issuance are one: the later of the two, with the rows of both. */
function deduplicated(hits: readonly Hit[]): readonly Hit[] {
  const last = new Map(hits.map((hit) => [hit.entry.issued.tbsSha256, hit]));
  return [...last.values()];
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type });
  response.end(body);
}
