import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answers } from './dns-probe.js';
import { startDaemon, type Daemon } from './processes.js';

export interface ServedZone {
  readonly name: string;
  readonly file: string;
}

/** NSD on one address, with zone files as they are: it signs nothing and mends nothing. */
export async function startNsd(
  dir: string,
  host: string,
  port: number,
  zones: readonly ServedZone[],
): Promise<Daemon> {
  await mkdir(dir, { recursive: true });
  const config = path.join(dir, 'nsd.conf');
  const quoted = (file: string): string => `"${path.join(dir, file)}"`;
  await writeFile(
    config,
    [
      'server:',
      `  ip-address: ${host}@${port}`,
      '  username: ""',
      '  chroot: ""',
      `  zonesdir: "${dir}"`,
      `  pidfile: ${quoted('nsd.pid')}`,
      `  xfrdfile: ${quoted('xfrd.state')}`,
      `  zonelistfile: ${quoted('zone.list')}`,
      `  cookie-secret-file: ${quoted('cookies')}`,
      `  xfrdir: "${dir}"`,
      '  database: ""',
      '  server-count: 1',
      '  minimal-responses: no',
      '  rrl-ratelimit: 0',
      'remote-control:',
      '  control-enable: no',
      ...zones.flatMap(({ name, file }) => ['zone:', `  name: "${name}"`, `  zonefile: "${file}"`]),
      '',
    ].join('\n'),
  );
  const [first] = zones;
  return startDaemon('nsd', ['-d', '-c', config], dir, () => answers({ host, port }, first?.name ?? '.'));
}
