import { createHash } from 'node:crypto';
import type { TailMatch } from './model.js';

/** A match as it lies in the state directory: what `readMatch` gives back. */
export interface StoredMatch {
  readonly logId: string;
  readonly index: number;
  readonly der: Uint8Array;
  readonly issuerSpkiSha256?: string;
  readonly chain: readonly Uint8Array[];
}

/** One name for one entry of one log and its octets: written again it is the same file. */
export function matchFileName({ index, der }: Pick<TailMatch, 'index' | 'der'>): string {
  const digest = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return `${String(index).padStart(12, '0')}-${digest}.pem`;
}

/**
 * PEM (RFC 7468) of the certificate and its chain. Before them stand lines about the entry, which readers of PEM pass over;
 * nothing in those is from outside but numbers and digests.
 */
export function writeMatch(match: TailMatch): string {
  const { item } = match;
  const concerns = item === undefined ? 'anybody: it cannot be read' : `${item.below ? '.' : ''}${item.name}`;
  return [
    `Log: ${match.log.id}`,
    `Index: ${match.index}`,
    `Timestamp: ${match.timestamp}`,
    `Entry: ${match.kind}`,
    ...(match.issuerSpkiSha256 === undefined ? [] : [`Issuer-Key: ${match.issuerSpkiSha256}`]),
    `Concerns: ${concerns}`,
    ...[match.der, ...match.chain].map(pem),
    '',
  ].join('\n');
}

/** What `writeMatch` wrote; `undefined` for anything else. */
export function readMatch(text: string): StoredMatch | undefined {
  const field = (name: string, form: RegExp): string | undefined =>
    new RegExp(`^${name}: (${form.source})$`, 'm').exec(text)?.[1];
  const logId = field('Log', /[0-9a-f]{64}/);
  const index = field('Index', /[0-9]{1,15}/);
  const issuer = field('Issuer-Key', /[0-9a-f]{64}/);
  const [der, ...chain] = [
    ...text.matchAll(/-----BEGIN CERTIFICATE-----\n([^-]*)-----END CERTIFICATE-----/g),
  ].map(([, body = '']) => new Uint8Array(Buffer.from(body, 'base64')));
  if (logId === undefined || index === undefined || der === undefined) return undefined;
  return {
    logId,
    index: Number(index),
    der,
    ...(issuer === undefined ? {} : { issuerSpkiSha256: issuer }),
    chain,
  };
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n');
}
