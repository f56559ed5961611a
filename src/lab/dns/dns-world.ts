import { DnsName } from '../../base/name.js';
import type { Exchange, ExchangeResult, ServerAddress } from '../../dns/model.js';
import type { Seeds } from '../seeds.js';
import { dsText } from './ds.js';
import { NameServer } from './name-server.js';
import { LabError } from './rr.js';
import { SignedZone } from './signed-zone.js';
import { openServers, type Endpoint, type OpenServers } from './sockets.js';
import { LabZone } from './zone.js';
import type { ZoneSpec } from './zone-spec.js';

export interface DnsWorldOptions {
  /** Unix milliseconds; may be virtual. Signatures are made for its days. */
  readonly now: () => number;
  readonly seeds?: Seeds;
}

/** A DNS of its own: a root, zones below it, and the servers that hold them. */
export class DnsWorld {
  readonly #zones = new Map<string, SignedZone>();
  readonly #servers = new Map<string, NameServer>();
  #open: OpenServers | undefined;

  constructor(private readonly options: DnsWorldOptions) {}

  /** A new name server, on the next loopback address from 127.0.0.2 on. */
  addServer(host: string): NameServer {
    const name = DnsName.parse(host);
    if (this.#open !== undefined) throw new LabError('expected servers to be added before the world starts');
    const at = this.#servers.size + 2;
    const server = new NameServer(name, `127.0.${at >> 8}.${at & 0xff}`);
    this.#servers.set(name.key, server);
    return server;
  }

  /** Adds a zone, parents first. The closest zone above delegates to it, and the servers that it names serve it. */
  addZone(spec: ZoneSpec): LabZone {
    const zone = new LabZone(spec, this.options.seeds);
    if (this.#zones.has(zone.name.key)) throw new LabError(`expected one zone ${spec.name}; got two`);
    const signed = new SignedZone(zone, () => this.#servers.values(), this.options.now);
    for (const server of spec.servers) this.server(server).serve(signed);
    this.#parentOf(zone.name)?.zone.attach(zone);
    this.#zones.set(zone.name.key, signed);
    return zone;
  }

  /** Lets one server hold a copy of its own of a zone, as a secondary does that gets no transfers any more. */
  copyAt(host: string, zone: string): LabZone {
    const copy = this.zone(zone).copy();
    this.server(host).serve(new SignedZone(copy, () => this.#servers.values(), this.options.now));
    return copy;
  }

  zone(name: string): LabZone {
    return this.signedZone(name).zone;
  }

  signedZone(name: string): SignedZone {
    const zone = this.#zones.get(DnsName.parse(name).key);
    if (zone === undefined) throw new LabError(`expected a zone of this world; there is no ${name}`);
    return zone;
  }

  server(host: string): NameServer {
    const server = this.#servers.get(DnsName.parse(host).key);
    if (server === undefined) throw new LabError(`expected a server of this world; there is no ${host}`);
    return server;
  }

  get servers(): readonly NameServer[] {
    return [...this.#servers.values()];
  }

  /** Root hints as `named.root` has them. */
  rootHints(): string {
    return this.zone('.')
      .servers.map((host) => `. 3600 IN NS ${host}.\n${host}. 3600 IN A ${this.server(host).address}\n`)
      .join('');
  }

  /** DS records of the root's keys, one a line. */
  trustAnchor(): string {
    return this.zone('.')
      .dsRdatas()
      .map((rdata) => `. 3600 IN DS ${dsText(rdata)}\n`)
      .join('');
  }

  /** Listens on loopback, UDP and TCP. */
  async start(layout: 'addresses' | 'ports' | 'auto' = 'auto'): Promise<void> {
    this.#open ??= await openServers(this.servers, layout);
  }

  async stop(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }

  /** Where each address of the world really listens. Empty before `start`. */
  get endpoints(): ReadonlyMap<string, Endpoint> {
    return this.#open?.endpoints ?? new Map();
  }

  /** The one port of all servers; `undefined` where each has its own and `routed` has to be used. */
  get port(): number | undefined {
    const all = [...this.endpoints];
    const [, first] = all[0] ?? [];
    return all.every(([address, { host, port }]) => host === address && port === first?.port)
      ? first?.port
      : undefined;
  }

  /** Sends what goes to an address of the world to where it really listens. */
  routed(exchange: Exchange): Exchange {
    return (server, ...rest) => exchange(this.#route(server), ...rest);
  }

  /** The world without a network: bytes go straight to the servers. */
  readonly exchange: Exchange = async (server, query, transport, options): Promise<ExchangeResult> => {
    const found = this.servers.find(({ address }) => address === server.host);
    const failed = (failure: 'unreachable' | 'timeout' | 'closed', ms: number): ExchangeResult => ({
      ok: false,
      failure,
      detail: `the lab's ${server.host} gave no answer`,
      ms,
    });
    if (found === undefined || (transport !== 'udp' && transport !== 'tcp')) return failed('unreachable', 0);
    const { octets, afterMs = 0, closeAfter } = found.reply(Buffer.from(query), transport);
    if (closeAfter !== undefined) return failed('closed', 0);
    if (octets === undefined || afterMs > options.timeoutMs) return failed('timeout', options.timeoutMs);
    if (transport === 'udp' && octets.readUInt16BE(0) !== Buffer.from(query).readUInt16BE(0))
      return failed('timeout', options.timeoutMs);
    return { ok: true, response: octets, ms: afterMs };
  };

  #route(server: ServerAddress): ServerAddress {
    const endpoint = this.endpoints.get(server.host);
    return endpoint === undefined ? server : { ...server, ...endpoint };
  }

  #parentOf(name: DnsName): SignedZone | undefined {
    for (let above = name.parent; above !== undefined; above = above.parent) {
      const zone = this.#zones.get(above.key);
      if (zone !== undefined) return zone;
    }
    return undefined;
  }
}
