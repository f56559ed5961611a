import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bindDs, bindKeys, bindSign, type BindKeys } from './bind-signer.js';
import { Knot } from './knot.js';
import { startNsd, type ServedZone } from './nsd.js';
import { eachOf, freePort, type Daemon } from './processes.js';
import { startUnbound, type UnboundPorts } from './unbound.js';
import { writeDelvAnchors } from './verdicts.js';
import {
  ADDRESSES,
  delegationOf,
  nameServers,
  parentOf,
  zoneFile,
  type Server,
  type ZoneSpec,
} from './zone-spec.js';

/** Programs that the lab starts or runs. */
export const LAB_PROGRAMS =
  'knotd keymgr nsd unbound delv dnssec-keygen dnssec-signzone dnssec-dsfromkey dnssec-revoke'.split(' ');

/** A signed internet of its own on loopback: NSD with the zones that BIND signed, Knot with its own, Unbound to compare. */
export interface DnsLab {
  readonly dir: string;
  /** Port of all authoritative servers. */
  readonly port: number;
  /** Addresses of the root's servers. */
  readonly root: readonly string[];
  /** DNSKEY of the root as a presentation line. */
  readonly anchors: string;
  /** Ports of two Unbounds on 127.0.0.1: the oracle, and one that is forwarded to. */
  readonly oracle: UnboundPorts;
  readonly forwarder: UnboundPorts;
  /** A third one, which lies as told. */
  startLiar(lies: readonly string[]): Promise<UnboundPorts>;
  stop(): Promise<void>;
}

export async function startDnsLab(zones: readonly ZoneSpec[]): Promise<DnsLab> {
  const dir = await mkdtemp(path.join(tmpdir(), 'caa-guard-dns-'));
  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const port = await freePort(Object.values(ADDRESSES));
    const { served, knot, anchors } = await signAll(zones, dir, port);
    const nsd = (server: Server): Promise<Daemon> =>
      startNsd(path.join(dir, server), ADDRESSES[server], port, served[server]);
    // those that did start have to be stopped when another one did not
    const started = await Promise.allSettled([nsd('upper'), nsd('lower'), knot.start()]);
    for (const one of started) if (one.status === 'fulfilled') daemons.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    await writeDelvAnchors(dir, anchors);
    const stubs = zones.map((zone) => ({ zone: zone.name, addresses: addressesOf(zone) }));
    const resolver = async (name: string, lies: readonly string[] = []): Promise<UnboundPorts> => {
      const free = (): Promise<number> => freePort(['127.0.0.1']);
      const own = { plain: await free(), tls: await free(), https: await free() };
      daemons.push(await startUnbound(path.join(dir, name), own, port, anchors, stubs, lies));
      return own;
    };
    const oracle = await resolver('oracle');
    const forwarder = await resolver('forwarder');
    const startLiar = (lies: readonly string[]): Promise<UnboundPorts> => resolver('liar', lies);
    return { dir, port, root: [ADDRESSES.upper], anchors, oracle, forwarder, startLiar, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Addresses of a zone's servers; a name server without address in the specification is the usual one. */
function addressesOf(zone: ZoneSpec): readonly string[] {
  return nameServers(zone).map(([, address]) => address ?? ADDRESSES[zone.server]);
}

/** Keys first, then zones with the DS of those below, then signatures. */
async function signAll(
  zones: readonly ZoneSpec[],
  dir: string,
  port: number,
): Promise<{ served: Record<Server, ServedZone[]>; knot: Knot; anchors: string }> {
  const knot = new Knot(
    path.join(dir, 'knot'),
    ADDRESSES.knot,
    port,
    zones.filter(({ server }) => server === 'knot'),
  );
  await knot.configure();
  const keys = new Map<ZoneSpec, BindKeys>();
  const ds = new Map<ZoneSpec, readonly string[]>();
  const byKnot = zones.filter((zone) => zone.signed && zone.server === 'knot');
  const byBind = zones.filter((zone) => zone.signed && zone.server !== 'knot');
  const knotKeys = eachOf(byKnot, 1, async (zone) => {
    await knot.makeKey(zone);
    ds.set(zone, await knot.ds(zone));
  });
  const allBindKeys = eachOf(byBind, 3, async (zone) => {
    const made = await bindKeys(zone, dir);
    keys.set(zone, made);
    ds.set(zone, await bindDs(zone, made, dir));
  });
  await Promise.all([knotKeys, allBindKeys]);
  const served: Record<Server, ServedZone[]> = { upper: [], lower: [], knot: [] };
  await eachOf(zones, 3, async (zone) => {
    const below = zones.filter((other) => parentOf(other, zones) === zone);
    const text = zoneFile(
      zone,
      below.flatMap((other) => delegationOf(other, zone, ds.get(other) ?? [])),
    );
    const own = keys.get(zone);
    const file = own ? await bindSign(zone, text, own, dir) : path.join(dir, `${zone.name}unsigned`);
    if (zone.server === 'knot') await writeFile(knot.fileOf(zone), text);
    else if (own === undefined) await writeFile(file, text);
    served[zone.server].push({ name: zone.name, file });
  });
  const root = zones.find(({ name }) => name === '.');
  const rootKey = root && keys.get(root)?.files[0];
  if (rootKey === undefined) throw new Error('the lab needs a root zone that BIND signs');
  const text = await readFile(path.join(dir, `${rootKey}.key`), 'utf8');
  return {
    served,
    knot,
    anchors: text
      .split('\n')
      .filter((line) => line.includes(' DNSKEY '))
      .join('\n'),
  };
}
