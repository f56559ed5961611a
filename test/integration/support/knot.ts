import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answers } from './dns-probe.js';
import { run, startDaemon, type Daemon } from './processes.js';
import type { ZoneSpec } from './zone-spec.js';

const DIGESTS = { 'SHA-1': 1, 'SHA-256': 2, 'SHA-384': 4 } as const;

/** Knot on one address, signing its zones itself with keys that are made beforehand (the parents need their DS). */
export class Knot {
  readonly #config: string;

  constructor(
    private readonly dir: string,
    private readonly host: string,
    private readonly port: number,
    private readonly zones: readonly ZoneSpec[],
  ) {
    this.#config = path.join(dir, 'knot.conf');
  }

  async configure(): Promise<void> {
    await mkdir(path.join(this.dir, 'db'), { recursive: true });
    const policies = this.zones
      .filter(({ signed }) => signed)
      .map((zone) => [
        `  - id: ${idOf(zone)}`,
        '    manual: on',
        '    single-type-signing: on',
        `    algorithm: ${zone.algorithm}`,
        '    dnskey-ttl: 300',
        '    rrsig-lifetime: 10d',
        '    rrsig-refresh: 3d',
        '    cds-cdnskey-publish: none',
        `    nsec3: ${zone.denial === 'nsec' ? 'off' : 'on'}`,
        `    nsec3-opt-out: ${zone.denial === 'opt-out' ? 'on' : 'off'}`,
        `    nsec3-iterations: ${zone.iterations ?? 0}`,
        `    nsec3-salt-length: ${(zone.salt ?? '').length / 2}`,
      ]);
    const zones = this.zones.map((zone) => [
      `  - domain: ${zone.name}`,
      `    file: "${this.fileOf(zone)}"`,
      '    zonefile-sync: -1',
      '    journal-content: none',
      ...(zone.signed ? ['    dnssec-signing: on', `    dnssec-policy: ${idOf(zone)}`] : []),
    ]);
    const lines = [
      'server:',
      `    listen: ${this.host}@${this.port}`,
      `    rundir: "${this.dir}"`,
      '    udp-workers: 1',
      '    tcp-workers: 1',
      '    background-workers: 1',
      'log:',
      '  - target: stderr',
      '    any: warning',
      'database:',
      `    storage: "${path.join(this.dir, 'db')}"`,
      '    kasp-db-max-size: 32M',
      '    journal-db-max-size: 32M',
      '    timer-db-max-size: 8M',
      ...(policies.length > 0 ? ['policy:', ...policies.flat()] : []),
      'zone:',
      ...zones.flat(),
      '',
    ];
    await writeFile(this.#config, lines.join('\n'));
  }

  fileOf(zone: ZoneSpec): string {
    return path.join(this.dir, `${zone.name}zone`);
  }

  /** Makes the key of a zone. */
  async makeKey(zone: ZoneSpec): Promise<void> {
    const size = zone.keyBits === undefined ? [] : [`size=${zone.keyBits}`];
    const key = [`algorithm=${zone.algorithm}`, 'ksk=yes', 'zsk=yes', ...size];
    await run('keymgr', ['-c', this.#config, zone.name, 'generate', ...key], this.dir);
  }

  /** DS lines for the parent; keymgr gives one for each digest. */
  async ds(zone: ZoneSpec): Promise<readonly string[]> {
    if (zone.ds === 'none' || !zone.signed) return [];
    const digest = DIGESTS[zone.ds];
    const lines = (await run('keymgr', ['-c', this.#config, zone.name, 'ds'], this.dir)).trim().split('\n');
    return lines.filter((line) => line.split(/\s+/)[4] === String(digest));
  }

  /** Starts the server when all zone files are there; ready when the last zone is signed and answered for. */
  start(): Promise<Daemon> {
    const last = this.zones.at(-1)?.name ?? '.';
    const { host, port } = this;
    return startDaemon('knotd', ['-c', this.#config], this.dir, () => answers({ host, port }, last));
  }
}

function idOf(zone: ZoneSpec): string {
  return zone.name === '.' ? 'root' : zone.name.slice(0, -1).replaceAll('.', '-');
}
