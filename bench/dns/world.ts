import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A private root, a TLD and many small signed zones, each level served by a Knot of its own on port 53 of a loopback address. */
export interface World {
  readonly rootServer: string;
  /** DS of the root, presentation form, as a trust anchor. */
  readonly anchor: string;
  readonly names: readonly string[];
  readonly directory: string;
  stop(): void;
}

/** Addresses of the three levels, as the zones name them. */
export const LEVELS: readonly string[] = ['127.0.53.1', '127.0.53.2', '127.0.53.3'];
const [ROOT = '', TLD = '', ZONES = ''] = LEVELS;
const SOA = '@ 3600 IN SOA ns.bench. host.bench. 1 3600 900 604800 300';

/**
 * Starts the world. Needs root (port 53), Knot and kdig; takes about a second per 300 zones to sign. `listen`: where
 * the three servers listen, if something stands between them and the addresses in the zones.
 */
export async function startWorld(count: number, listen = LEVELS): Promise<World> {
  const directory = mkdtempSync(path.join(tmpdir(), 'caa-guard-bench-'));
  const [rootAt = '', tldAt = '', zonesAt = ''] = listen;
  const children: ChildProcess[] = [];
  const stop = (): void => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const serve = async (level: string, address: string, zones: readonly Zone[]): Promise<void> => {
    children.push(startKnot(path.join(directory, level), address, zones));
    await signed(address, zones.at(-1)?.name ?? '.');
  };
  try {
    const names = Array.from({ length: count }, (_, i) => `z${i}.bench`);
    const leaf = names.map((name) => ({
      name,
      text: `${SOA}\n@ 3600 IN NS ns.${name}.\nns 3600 IN A ${ZONES}\n@ 3600 IN CAA 0 issue "letsencrypt.org"\n`,
    }));
    await serve('zones', zonesAt, leaf);
    const ds = await dsOf(zonesAt, names);
    const delegations = names.map(
      (name, i) => `${name}. 3600 IN NS ns.${name}.\nns.${name}. 3600 IN A ${ZONES}\n${ds[i] ?? ''}`,
    );
    const tld = `${SOA}\n@ 3600 IN NS ns.bench.\nns.bench. 3600 IN A ${TLD}\n${delegations.join('\n')}\n`;
    await serve('tld', tldAt, [{ name: 'bench', text: tld }]);
    const [tldDs] = await dsOf(tldAt, ['bench']);
    const root = `${SOA}\n@ 3600 IN NS ns.root.\nns.root. 3600 IN A ${ROOT}\nbench. 3600 IN NS ns.bench.\nns.bench. 3600 IN A ${TLD}\n${tldDs}\n`;
    await serve('root', rootAt, [{ name: '.', text: root }]);
    const [anchor] = await dsOf(rootAt, ['.']);
    return { rootServer: ROOT, anchor: anchor ?? '', names, directory, stop };
  } catch (thrown) {
    stop();
    throw thrown;
  }
}

interface Zone {
  readonly name: string;
  readonly text: string;
}

function startKnot(directory: string, address: string, zones: readonly Zone[]): ChildProcess {
  for (const inner of ['zones', 'db']) mkdirSync(path.join(directory, inner), { recursive: true });
  const files = zones.map((zone, i) => {
    writeFileSync(path.join(directory, 'zones', `${i}.zone`), zone.text);
    return `  - domain: "${zone.name === '.' ? '.' : `${zone.name}.`}"\n    file: "${i}.zone"\n`;
  });
  writeFileSync(
    path.join(directory, 'knot.conf'),
    `server:
  rundir: "${directory}"
  listen: ${address}@53
  udp-workers: 1
  tcp-workers: 1
  background-workers: 2
database:
  storage: "${directory}/db"
log:
  - target: "${directory}/knot.log"
    any: warning
policy:
  - id: bench
    algorithm: ecdsap256sha256
    ksk-lifetime: 0
    zsk-lifetime: 0
template:
  - id: default
    storage: "${directory}/zones"
    dnssec-signing: on
    dnssec-policy: bench
    zonefile-sync: -1
    journal-content: none
    zonefile-load: whole
zone:
${files.join('')}`,
  );
  return spawn('knotd', ['-c', path.join(directory, 'knot.conf')], { stdio: 'ignore' });
}

async function signed(address: string, zone: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (mayAnswer(address, zone).includes('RRSIG')) return;
    await sleep(200);
  }
  throw new Error(`Knot at ${address} did not sign ${zone} within two minutes`);
}

/** DS presentation lines (SHA-256) of each zone's key-signing key, computed from its DNSKEY set. */
async function dsOf(address: string, zones: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let i = 0; i < zones.length; i += 100) {
    const some = zones.slice(i, i + 100);
    const keys = new Map<string, string>();
    for (let tries = 0; keys.size < some.length && tries < 100; tries++) {
      if (tries > 0) await sleep(200);
      for (const line of kdig(
        address,
        some.map((zone) => [zone, 'DNSKEY'] as const),
      ).split('\n')) {
        const [owner, , , type, flags, , algorithm, ...key] = line.split(/\s+/);
        if (type === 'DNSKEY' && flags === '257' && owner && algorithm)
          keys.set(owner, dsLine(owner, Number(algorithm), key.join('')));
      }
    }
    for (const zone of some) {
      const line = keys.get(zone === '.' ? '.' : `${zone}.`);
      if (line === undefined) throw new Error(`no key-signing key of ${zone} at ${address}`);
      lines.push(line);
    }
  }
  return lines;
}

/** The answer of a Knot that may not listen yet: with thousands of zones it takes a while. */
function mayAnswer(address: string, zone: string): string {
  const question = [`@${address}`, '+dnssec', '+noall', '+answer', '+timeout=1', '+retry=0', zone, 'DNSKEY'];
  try {
    return execFileSync('kdig', question, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

function kdig(address: string, questions: readonly (readonly [string, string])[]): string {
  return execFileSync(
    'kdig',
    [`@${address}`, '+dnssec', '+noall', '+answer', ...questions.flatMap(([name, type]) => [name, type])],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
}

function dsLine(owner: string, algorithm: number, key: string): string {
  const rdata = Buffer.concat([Buffer.from([1, 1, 3, algorithm]), Buffer.from(key, 'base64')]);
  let sum = 0;
  rdata.forEach((octet, i) => (sum += i % 2 === 0 ? octet << 8 : octet));
  const tag = (sum + (sum >> 16)) & 0xffff;
  const labels = owner.split('.').filter(Boolean);
  const wire = Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
  const digest = createHash('sha256').update(wire).update(rdata).digest('hex');
  return `${owner} 3600 IN DS ${tag} ${algorithm} 2 ${digest}`;
}
