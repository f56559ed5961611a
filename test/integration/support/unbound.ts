import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TEST_CERTIFICATE, TEST_KEY } from '../../../src/dns/net/testing/tls.js';
import { probe } from './dns-probe.js';
import { startDaemon, type Daemon } from './processes.js';

export interface Stub {
  readonly zone: string;
  readonly addresses: readonly string[];
}

/** Ports on 127.0.0.1 at which an Unbound is asked, by transport. */
export interface UnboundPorts {
  /** UDP and TCP. */
  readonly plain: number;
  readonly tls: number;
  readonly https: number;
}

/**
 * Unbound as validating resolver over the lab's zones. It has no way to say on which port the servers of a delegation
 * listen, so each zone is given as a stub; what it validates, and from where, is the same. `lies` are records that it
 * gives out in place of what the zones say.
 */
export async function startUnbound(
  dir: string,
  ports: UnboundPorts,
  serverPort: number,
  anchors: string,
  stubs: readonly Stub[],
  lies: readonly string[] = [],
): Promise<Daemon> {
  await mkdir(dir, { recursive: true });
  const config = path.join(dir, 'unbound.conf');
  const anchorFile = path.join(dir, 'anchors');
  const keyFile = path.join(dir, 'tls.key');
  const certificateFile = path.join(dir, 'tls.pem');
  await writeFile(anchorFile, anchors);
  await writeFile(keyFile, TEST_KEY);
  await writeFile(certificateFile, TEST_CERTIFICATE);
  const lines = [
    'server:',
    ...[ports.plain, ports.tls, ports.https].map((port) => `  interface: 127.0.0.1@${port}`),
    `  tls-port: ${ports.tls}`,
    `  https-port: ${ports.https}`,
    `  tls-service-key: "${keyFile}"`,
    `  tls-service-pem: "${certificateFile}"`,
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
    ...lies.flatMap((record) => [
      `  local-zone: "${record.split(' ')[0]}" transparent`,
      `  local-data: '${record}'`,
    ]),
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
    (await probe({ host: '127.0.0.1', port: ports.plain }, '.', 48, 1_000))?.rcode === 0;
  return startDaemon('unbound', ['-d', '-c', config], dir, ready);
}
