import type { Exchange } from '../dns/model.js';
import type { LabClock } from './clock.js';
import { LabCa } from './ct/ca.js';
import { spkiOf } from './ct/certificate.js';
import { issuersJson } from './ct/issuers.js';
import { logListJson } from './ct/logs/log-list.js';
import { LogServer } from './ct/logs/log-server.js';
import { TreeLog } from './ct/logs/tree-log.js';
import { CtIndex } from './ct/search.js';
import { CtServer } from './ct/search-server.js';
import { DnsWorld } from './dns/dns-world.js';
import { LabError } from './dns/rr.js';
import type { LabZone } from './dns/zone.js';
import type { ZoneSpec } from './dns/zone-spec.js';
import { ecKey, P256, seedsFrom, type Seeds } from './seeds.js';

const DAY = 86_400_000;

export interface LabOptions {
  /** May be virtual: signatures, and what the CT search shows, follow it. */
  readonly clock: LabClock;
  /** Keys are the same for the same seed. Default: by chance. */
  readonly seed?: string;
  /** From when on the lab's CAs are valid, Unix milliseconds. Default: a year before the clock's time. */
  readonly since?: number;
  /** Token that the CT search asks for. Default: none. */
  readonly ctToken?: string;
  /** Default: 100. */
  readonly ctPageSize?: number;
}

/** How a check gets to see the lab instead of the internet: the fields of the survey's `DnsOptions` and `CtOptions`. */
export interface LabAccess {
  readonly dns: {
    readonly resolvers: readonly [];
    readonly rootHints: string;
    readonly trustAnchor: string;
    /** Absent where each server has a port of its own (macOS): then `Lab.routed` has to be put round the exchange. */
    readonly port?: number;
    readonly allowPrivateAddresses: true;
  };
  readonly ct: {
    readonly url: string;
    readonly token?: string;
    /** Text of a log list v3 that holds the lab's logs; nobody signed it. */
    readonly logList: { readonly text: string };
    /** Text of a table of issuers with the lab's CAs. */
    readonly issuers: string;
    readonly proof: 'inclusion';
  };
}

/** CAs that the lab plays, by CAA identifier. Names only: keys and certificates are the lab's own. */
const PLAYED: Readonly<Record<string, string>> = {
  'letsencrypt.org': "Let's Encrypt",
  'digicert.com': 'DigiCert',
  'pki.goog': 'Google Trust Services',
  'sectigo.com': 'Sectigo',
};

const LOGS = [
  { description: 'Lab log 1', kind: 'rfc6962', origin: 'log1.lab.test' },
  { description: 'Lab log 2', kind: 'static', origin: 'log2.lab.test/all' },
] as const;

const TLDS = ['com', 'net', 'org', 'test', 'example', 'ru'];
const ROOT_SERVER = 'a.root.test';
const TLD_SERVER = 'a.nic.test';
/** Name servers of most domains in the lab. */
export const HOSTING = ['ns1.hosting.test', 'ns2.hosting.test'] as const;

/**
 * An internet in a box: a signed root, top-level domains, name servers on loopback addresses, CAs, CT logs, a CT search service. It
 * lives in this process, needs no files and no rights, and reaches nothing outside of this machine.
 */
export class Lab {
  readonly dns: DnsWorld;
  readonly index: CtIndex;
  readonly search: CtServer;
  readonly #seeds: Seeds;
  readonly #keys = new Map<string, Buffer>();
  /** An RFC 6962 log and a static one; certificates carry the SCTs of both. */
  readonly logs: readonly LogServer[];
  readonly #since: number;
  readonly #cas = new Map<string, LabCa>();

  constructor(private readonly options: LabOptions) {
    const { clock, seed, ctToken } = options;
    this.#seeds = seed === undefined ? () => undefined : seedsFrom(seed);
    this.dns = new DnsWorld({ now: () => clock.now(), seeds: this.#seeds });
    this.index = new CtIndex(() => clock.now(), options.ctPageSize);
    this.search = new CtServer({ index: this.index, ...(ctToken === undefined ? {} : { token: ctToken }) });
    this.#since = options.since ?? clock.now() - 365 * DAY;
    this.logs = LOGS.map(
      (log) => new LogServer(new TreeLog({ ...log, seeds: this.#seeds }), () => clock.now()),
    );
    for (const host of [ROOT_SERVER, TLD_SERVER, ...HOSTING]) this.dns.addServer(host);
    this.dns.addZone({ name: '.', servers: [ROOT_SERVER] });
    for (const name of TLDS) this.dns.addZone({ name, servers: [TLD_SERVER] });
    this.dns.addZone({ name: 'hosting.test', servers: HOSTING });
  }

  /** Adds a zone below one of the lab's; its servers are the lab's hosting ones unless others are named. */
  addZone(spec: Omit<ZoneSpec, 'servers'> & { readonly servers?: readonly string[] }): LabZone {
    return this.dns.addZone({ ...spec, servers: spec.servers ?? HOSTING });
  }

  /** The CA that plays the one with this CAA identifier. Throws `LabError` for one that is not played. */
  ca(identifier: string): LabCa {
    const known = this.#cas.get(identifier);
    if (known !== undefined) return known;
    const name = PLAYED[identifier];
    if (name === undefined)
      throw new LabError(`expected one of ${Object.keys(PLAYED).join(', ')}; got ${identifier}`);
    const made = new LabCa({
      name,
      caaDomains: [identifier],
      since: this.#since,
      seeds: this.#seeds,
      logs: this.logs.map(({ log }) => log),
    });
    this.#cas.set(identifier, made);
    return made;
  }

  /** DER of the SubjectPublicKeyInfo of somebody's key: the same for the same label; with a seed, in every lab. */
  publicKey(label: string): Buffer {
    const known = this.#keys.get(label);
    if (known !== undefined) return known;
    const made = spkiOf(ecKey(P256, this.#seeds(`key/${label}`)));
    this.#keys.set(label, made);
    return made;
  }

  /** Starts name servers, CT search and logs on free ports of loopback addresses. */
  async start(layout: 'addresses' | 'ports' | 'auto' = 'auto'): Promise<void> {
    await Promise.all([
      this.dns.start(layout),
      this.search.start(),
      ...this.logs.map((server) => server.start()),
    ]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.dns.stop(), this.search.stop(), ...this.logs.map((server) => server.stop())]);
  }

  /** What a check needs to look at the lab. Throws `LabError` before `start`. */
  get access(): LabAccess {
    const { port } = this.dns;
    const { ctToken } = this.options;
    return {
      dns: {
        resolvers: [],
        rootHints: this.dns.rootHints(),
        trustAnchor: this.dns.trustAnchor(),
        ...(port === undefined ? {} : { port }),
        allowPrivateAddresses: true,
      },
      ct: {
        url: this.search.url,
        ...(ctToken === undefined ? {} : { token: ctToken }),
        logList: { text: logListJson(this.logs, this.#since, this.options.clock.now()) },
        issuers: issuersJson(Object.keys(PLAYED).map((identifier) => this.ca(identifier))),
        proof: 'inclusion',
      },
    };
  }

  /** An exchange that finds the lab's servers where they really listen; does nothing where they have one port. */
  routed(exchange: Exchange): Exchange {
    return this.dns.routed(exchange);
  }
}

export function createLab(options: LabOptions): Lab {
  return new Lab(options);
}
