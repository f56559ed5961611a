import { messageOf } from '../../base/error.js';
import type { Issuance, IssuanceSource, SourceResult } from '../model.js';
import { logView } from '../x509/log-view.js';
import { begunCertificates, isCertificate, looksLikePem, readPem } from './pem.js';

/** Files, as this source sees them. Both reject with a Node error when they cannot. */
export interface CertificateFiles {
  /** The file itself, or every regular file in and below a directory; at most `most`, in the order of their paths. */
  list(path: string, most: number): Promise<readonly { readonly path: string; readonly octets: number }[]>;
  read(path: string): Promise<Uint8Array>;
}

export interface FilesLimits {
  readonly files: number;
  /** Octets of one file. */
  readonly octets: number;
  readonly certificates: number;
}

export const FILES_LIMITS: FilesLimits = { files: 20_000, octets: 16 * 1024 * 1024, certificates: 100_000 };

export interface FilesOptions {
  /** A file or a directory. */
  readonly path: string;
  readonly files: CertificateFiles;
  readonly limits?: Partial<FilesLimits>;
}

/** Names of files that are there to hold certificates: one that holds none is worth a word. */
const CERTIFICATE_FILE = /\.(pem|crt|cer|der)$/i;

/**
 * Certificates in files: PEM or DER, one or many in a file. Where certificates follow one that they issued, they are its
 * chain. Which of them concern a domain is not for the source to say: all are given, whatever was asked. They are read
 * once. Never rejects.
 */
export function createFilesSource(options: FilesOptions): IssuanceSource {
  let reading: Promise<SourceResult> | undefined;
  return {
    id: 'files',
    partial: true,
    query: () => (reading ??= readAll({ ...options, limits: { ...FILES_LIMITS, ...options.limits } })),
  };
}

async function readAll({
  path,
  files,
  limits,
}: FilesOptions & { readonly limits: FilesLimits }): Promise<SourceResult> {
  const issuances: Issuance[] = [];
  let failure: SourceResult['failure'];
  const fail = (code: 'bad-shape' | 'limit' | 'unreachable', detail: string): void => {
    failure ??= { code, detail };
  };
  const found = await files.list(path, limits.files + 1).catch((thrown: unknown) => messageOf(thrown));
  if (typeof found === 'string') {
    fail('unreachable', `${JSON.stringify(path)} cannot be read: ${found}`);
    return result(issuances, failure);
  }
  if (found.length > limits.files)
    fail('limit', `${JSON.stringify(path)} has more than ${limits.files} files; the rest was not read`);
  for (const file of found.slice(0, limits.files)) {
    const shown = JSON.stringify(file.path);
    if (file.octets > limits.octets) {
      fail('limit', `${shown} has ${file.octets} octets; files of up to ${limits.octets} are read`);
      continue;
    }
    const octets = await files.read(file.path).catch((thrown: unknown) => messageOf(thrown));
    if (typeof octets === 'string') {
      fail('unreachable', `${shown} cannot be read: ${octets}`);
      continue;
    }
    const some = certificatesIn(file.path, octets);
    if (some === undefined || (some.read === 0 && found.length === 1)) {
      if (found.length === 1 || CERTIFICATE_FILE.test(file.path))
        fail('bad-shape', `expected certificates (PEM or DER) in ${shown}; something else stands there`);
      continue;
    }
    const lost = begunIn(octets) - some.read;
    if (lost > 0) fail('bad-shape', `${lost} of the certificates that begin in ${shown} cannot be read`);
    issuances.push(...some.issuances);
    if (issuances.length > limits.certificates) {
      fail('limit', `there are more than ${limits.certificates} certificates; the rest was not read`);
      break;
    }
  }
  return result(issuances, failure);
}

/** How many certificates begin in a file by their PEM labels, whole or not. */
function begunIn(octets: Uint8Array): number {
  return looksLikePem(octets) ? begunCertificates(Buffer.from(octets).toString('latin1')) : 0;
}

/**
 * What a file holds, and how many certificates were read for it, chains included. `undefined`: something that is neither a
 * certificate nor PEM of another kind, such as a key.
 */
function certificatesIn(
  path: string,
  octets: Uint8Array,
): { readonly issuances: readonly Issuance[]; readonly read: number } | undefined {
  if (!looksLikePem(octets)) {
    return logView(octets) === undefined ? undefined : { issuances: [{ der: octets, id: path }], read: 1 };
  }
  const blocks = readPem(Buffer.from(octets).toString('latin1'));
  if (blocks.length === 0) return undefined;
  const ders = blocks.filter(isCertificate).map(({ der }) => der);
  return { issuances: withChains(path, ders), read: ders.length };
}

/** Every certificate that did not issue the one before it begins a chain of its own. */
function withChains(path: string, ders: readonly Uint8Array[]): readonly Issuance[] {
  const chains: Uint8Array[][] = [];
  for (const der of ders) {
    const last = chains[chains.length - 1];
    const before = last?.[last.length - 1];
    if (last !== undefined && before !== undefined && mayHaveIssued(der, before)) last.push(der);
    else chains.push([der]);
  }
  return chains.flatMap(([der, ...chain], nth) => {
    if (der === undefined) return [];
    const id = chains.length === 1 ? path : `${path}#${nth + 1}`;
    return [{ der, id, ...(chain.length === 0 ? {} : { chain }) }];
  });
}

function mayHaveIssued(issuer: Uint8Array, subject: Uint8Array): boolean {
  const [above, below] = [logView(issuer), logView(subject)];
  return (
    above?.isCa === true && below !== undefined && Buffer.compare(above.subjectName, below.issuerName) === 0
  );
}

function result(issuances: readonly Issuance[], failure: SourceResult['failure']): SourceResult {
  const complete = failure === undefined;
  return { issuances, complete, pages: 1, ...(complete ? {} : { failure }) };
}
