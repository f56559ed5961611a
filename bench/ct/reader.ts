/**
 * How many certificates a second each reader gets through: the scan for names, our reader in full, node:crypto. One
 * thread, CPU seconds, the rounds of all readers in turns.
 *
 *     npx tsx bench/ct/reader.ts [seconds=1] [rounds=5]
 *
 * Over the 1,024 precertificates of a static log where the vectors lie beside the checkout, else over as many that the
 * lab's CA makes.
 */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readCertificate } from '../../src/ct/x509/read.js';
import { scanNames } from '../../src/ct/x509/scan.js';
import { freshKey } from '../../src/base/fresh-key.js';
import { LabCa } from '../../src/lab/ct/ca.js';
import { tileLeaves } from '../../test/conformance/ct/entries.js';
import { readBinary } from '../../test/conformance/support/vectors.js';
import { median } from '../dns/table.js';

const SECONDS = Number(process.argv[2] ?? 1);
const ROUNDS = Number(process.argv[3] ?? 5);
const COUNT = 1_024;

interface Reader {
  readonly name: string;
  /** Reads one certificate; gives a number that depends on its names, so that nothing is left undone. */
  readonly read: (der: Buffer) => number;
}

const READERS: readonly Reader[] = [
  { name: 'scanNames', read: scanned },
  { name: 'readCertificate', read: (der) => readCertificate(der).names.length },
  { name: 'node:crypto', read: (der) => new X509Certificate(der).subjectAltName?.length ?? 0 },
];

function scanned(der: Buffer): number {
  let octets = 0;
  const whole = scanNames(der, 0, der.length, (_, start, end) => {
    octets += end - start;
  });
  return whole ? octets : -1;
}

function real(): readonly Buffer[] {
  return ['000', '001', '002', '003'].flatMap((tile) => {
    const bytes = readBinary(`ct/sunlight/navigli2025h2/tile/data/${tile}`);
    return bytes === undefined ? [] : tileLeaves(bytes).map((leaf) => leaf.certificate);
  });
}

function made(): readonly Buffer[] {
  const since = Date.UTC(2025, 0, 1);
  const ca = new LabCa({ name: 'Bench', caaDomains: ['ca.example'], since });
  const publicKey = createPublicKey(freshKey({ ec: 'P-256' })).export({ format: 'der', type: 'spki' });
  return Array.from({ length: COUNT }, (_, i) => {
    const names = Array.from({ length: 1 + (i % 4) }, (_, j) => `host-${j}.example-${i}.com`);
    return ca.issue({ names, publicKey, notBefore: since }).precertificate;
  });
}

/** Certificates a CPU second. */
function rate({ read }: Reader, certificates: readonly Buffer[]): number {
  const started = process.cpuUsage();
  let done = 0;
  let sum = 0;
  for (;;) {
    for (const der of certificates) sum += read(der);
    done += certificates.length;
    const { user, system } = process.cpuUsage(started);
    if ((user + system) / 1e6 < SECONDS) continue;
    if (sum <= 0) throw new Error('no names were read');
    return done / ((user + system) / 1e6);
  }
}

const found = real();
const certificates = found.length > 0 ? found : made();
const octets = certificates.reduce((sum, der) => sum + der.length, 0);
process.stdout.write(
  `${certificates.length} ${found.length > 0 ? 'precertificates of a real log' : 'precertificates of the lab'}, ` +
    `${Math.round(octets / certificates.length)} octets each; node ${process.version}\n`,
);
for (const reader of READERS) rate(reader, certificates);
const rates = new Map(READERS.map((reader): [Reader, number[]] => [reader, []]));
for (let round = 0; round < ROUNDS; round++)
  for (const [reader, list] of rates) list.push(rate(reader, certificates));
for (const [{ name }, list] of rates)
  process.stdout.write(
    `${name.padEnd(16)} ${Math.round(median(list)).toLocaleString('en')} certificates a CPU second ` +
      `(${Math.round(Math.min(...list)).toLocaleString('en')} to ${Math.round(Math.max(...list)).toLocaleString('en')})\n`,
  );
