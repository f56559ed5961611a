import { messageOf } from '../base/error.js';
import type { DnsName } from '../base/name.js';
import type { Asked, ZoneServers } from '../dns/index.js';
import { RrType, type ServerAddress } from '../dns/model.js';
import type { FailureEvidence, ServerAnswerEvidence, ServersEvidence } from './evidence.js';
import { within, type Deadline } from './limits.js';
import { typeName } from './lookup-evidence.js';
import { mapBounded } from './pool.js';
import { serverResponse } from './server-answers.js';
import type { GuardedZone } from './zones.js';

/** Asks name servers one by one. An `IterativeFetcher` is one, with the port at which servers listen. */
export interface ServerAsker {
  zoneServers(zone: DnsName): Promise<ZoneServers>;
  ask(
    server: ServerAddress,
    name: DnsName,
    type: number,
    transport?: 'udp' | 'tcp',
    tries?: number,
  ): Promise<Asked>;
  portFor(address: string): number;
}

/** Addresses asked of one zone, and names below the apex for whose CAA each is asked. */
const MOST_ADDRESSES = 32;
const MOST_NAMES = 16;
/** Addresses asked at the same time. */
const AT_ONCE = 16;
/**
 * With three packets of ten lost each way half of all questions go unanswered: eighteen tries leave one silence in
 * 200,000 that is none. A connection for which nothing comes back is made anew as often as that takes.
 */
const TRIES = 18;
const TCP_TRIES = 8;

interface Asking {
  readonly asker: ServerAsker;
  readonly zone: DnsName;
  readonly names: readonly DnsName[];
  readonly until: Deadline;
}

/** `askServers` for each zone, all at the same time. */
export function askEveryServer(
  asker: ServerAsker,
  zones: readonly GuardedZone[],
  until: Deadline,
): Promise<readonly ServersEvidence[]> {
  return Promise.all(zones.map(({ zone, names }) => askServers(asker, zone, names, until)));
}

/**
 * Asks each address of each name server of `zone`, those that the parent lists and those that the zone lists: SOA over
 * UDP and over TCP, and from those that answer for the zone what has to be the same at all of them: NS, DNSKEY, CDS,
 * CDNSKEY, and CAA at `names`. All but SOA is asked over UDP alone (over TCP where it is truncated): that TCP is there
 * the SOA shows. Never rejects; what was not asked for want of time is written down so.
 */
export async function askServers(
  asker: ServerAsker,
  zone: DnsName,
  names: readonly DnsName[],
  until: Deadline,
): Promise<ServersEvidence> {
  const list = (): Promise<ZoneServers | FailureEvidence> =>
    asker.zoneServers(zone).catch((thrown: unknown) => ({ code: 'internal', detail: messageOf(thrown) }));
  const listed = await within(until, list, () => ({ code: 'time-limit', detail: until.why() }));
  const ofZone = { zone: zone.toCanonicalString() };
  if (!('servers' in listed))
    return { ...ofZone, parentSeen: false, childUnseen: listed, servers: [], answers: [] };
  const servers = listed.servers
    .map(({ name, atParent, atChild, glue, addresses }) => ({
      name: name.toCanonicalString(),
      atParent,
      atChild,
      glue: [...glue].sort(),
      addresses: [...addresses].sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const addresses = [...new Set(servers.flatMap((one) => [...one.glue, ...one.addresses]))].sort();
  const asking = { asker, zone, names: names.slice(0, MOST_NAMES), until };
  const answers = await mapBounded(addresses.slice(0, MOST_ADDRESSES), AT_ONCE, (address) =>
    askAddress(asking, address),
  );
  const { parentSeen, childUnseen } = listed;
  return {
    ...ofZone,
    parentSeen,
    ...(childUnseen === undefined
      ? {}
      : { childUnseen: { code: childUnseen.code, detail: childUnseen.detail } }),
    servers,
    answers: answers.flat().sort(byQuestion),
  };
}

async function askAddress(asking: Asking, address: string): Promise<readonly ServerAnswerEvidence[]> {
  const { zone, names } = asking;
  const ask = (transport: 'udp' | 'tcp', name: DnsName, type: number, tries: number) =>
    question(asking, address, transport, { name, type }, tries);
  const overTcp = ask('tcp', zone, RrType.SOA, TCP_TRIES);
  const overUdp = await ask('udp', zone, RrType.SOA, TRIES);
  // A server that is silent, or does not hold the zone, has nothing more to say of it.
  const { kind = 'error' } = overUdp.response ?? {};
  if (kind === 'error') return [overUdp, await overTcp];
  const rest = [RrType.NS, RrType.DNSKEY, RrType.CDS, RrType.CDNSKEY].map((type) =>
    ask('udp', zone, type, TRIES),
  );
  const caa = names.map((name) => ask('udp', name, RrType.CAA, TRIES));
  return [overUdp, ...(await Promise.all([overTcp, ...rest, ...caa]))];
}

async function question(
  { asker, until }: Asking,
  address: string,
  transport: 'udp' | 'tcp',
  { name, type }: { readonly name: DnsName; readonly type: number },
  tries: number,
): Promise<ServerAnswerEvidence> {
  const asked = { address, transport, name: name.toCanonicalString(), type: typeName(type) };
  const server = { host: address, port: asker.portFor(address) };
  const ask = (): Promise<Asked | FailureEvidence> =>
    asker
      .ask(server, name, type, transport, tries)
      .catch((thrown: unknown) => ({ code: 'internal', detail: messageOf(thrown) }));
  const late = (): FailureEvidence => ({ code: 'time-limit', detail: until.why() });
  const answer = await within(until, ask, late);
  if ('ok' in answer && answer.ok) return { ...asked, response: serverResponse(answer.message, name, type) };
  // After the end of the run an interrupted exchange looks like a failure of the network: it is none.
  const { code, detail } = until.signal.aborted ? late() : answer;
  return { ...asked, failure: { code, detail } };
}

function byQuestion(a: ServerAnswerEvidence, b: ServerAnswerEvidence): number {
  const key = (one: ServerAnswerEvidence): string =>
    [one.address, one.transport, one.name, one.type].join(' ');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
