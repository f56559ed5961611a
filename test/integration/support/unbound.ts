import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { probe } from './dns-probe.js';
import { startDaemon, type Daemon } from './processes.js';

export interface Stub {
  readonly zone: string;
  readonly addresses: readonly string[];
}

/**
 * Unbound as validating resolver over the lab's zones. It has no way to say on which port the servers of a delegation
 * listen, so each zone is given as a stub; what it validates, and from where, is the same.
 */
export async function startUnbound(
  dir: string,
  port: number,
  serverPort: number,
  anchors: string,
  stubs: readonly Stub[],
): Promise<Daemon> {
  await mkdir(dir, { recursive: true });
  const config = path.join(dir, 'unbound.conf');
  const anchorFile = path.join(dir, 'anchors');
  await writeFile(anchorFile, anchors);
  const lines = [
    'server:',
    `  interface: 127.0.0.1@${port}`,
    '  username: ""',
    '  chroot: ""',
    `  directory: "${dir}"`,
    `  pidfile: "${path.join(dir, 'unbound.pid')}"`,
    '  use-syslog: no',
    '  logfile: ""',
    '  num-threads: 1',
    '  do-ip6: no',
    '  do-not-query-localhost: no',
    '  module-config: "validator iterator"',
    `  trust-anchor-file: "${anchorFile}"`,
    '  qname-minimisation: no',
    '  minimal-responses: no',
    '  aggressive-nsec: no',
    '  ede: yes',
    '  edns-buffer-size: 1232',
    '  access-control: 127.0.0.0/8 allow',
    'remote-control:',
    '  control-enable: no',
    ...stubs.flatMap(({ zone, addresses }) => [
      'stub-zone:',
      `  name: "${zone}"`,
      ...addresses.map((address) => `  stub-addr: ${address}@${serverPort}`),
    ]),
    '',
  ];
  await writeFile(config, lines.join('\n'));
  const ready = async (): Promise<boolean> =>
    (await probe({ host: '127.0.0.1', port }, '.', 48, 1_000))?.rcode === 0;
  return startDaemon('unbound', ['-d', '-c', config], dir, ready);
}
