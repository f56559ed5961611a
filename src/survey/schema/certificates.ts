import * as v from 'valibot';
import type { CertificateFacts, CertificateName } from '../../ct/model.js';
import { base64, count, failure, hex, list, longText, name, shortText, time } from './parts.js';

const certificateName = v.strictObject({
  from: v.picklist(['san', 'cn']),
  kind: v.picklist(['dns', 'ip', 'email', 'uri', 'other']),
  value: longText,
}) satisfies v.GenericSchema<unknown, CertificateName>;

const facts = v.strictObject({
  sha256: hex(32),
  tbsSha256: hex(32),
  spkiSha256: hex(32),
  keyKind: v.exactOptional(shortText),
  precertificate: v.boolean(),
  serial: hex(),
  issuer: longText,
  authorityKeyId: v.exactOptional(hex()),
  notBefore: time,
  notAfter: time,
  names: list(certificateName, 10_000),
  problems: list(longText, 1_000),
  oddities: v.exactOptional(list(longText, 1_000)),
}) satisfies v.GenericSchema<unknown, CertificateFacts>;

const certificate = v.strictObject({
  der: base64(262_144),
  sourceId: shortText,
  facts,
  issuerCaa: v.strictObject({
    domains: list(shortText, 100),
    from: v.picklist(['table', 'source', 'none']),
  }),
  issuerSpkiSha256: v.exactOptional(hex(32)),
  hints: v.exactOptional(
    v.strictObject({ revoked: v.exactOptional(v.boolean()), reporting: v.exactOptional(longText) }),
  ),
  entry: v.exactOptional(v.strictObject({ logId: hex(32), index: count })),
});

export const issuance = v.strictObject({
  source: shortText,
  complete: v.boolean(),
  failure: v.exactOptional(failure),
  includeSubdomains: v.boolean(),
  partial: v.exactOptional(v.literal(true)),
  asOf: v.exactOptional(time),
  contradictions: v.exactOptional(list(longText, 1_000)),
  certificates: list(certificate, 100_000),
});

export const canary = v.strictObject({
  source: shortText,
  name,
  failure: v.exactOptional(failure),
  newest: v.exactOptional(time),
});

export const attestation = v.strictObject({
  tbsSha256: hex(32),
  bundles: list(base64(262_144), 100),
  identities: list(
    v.strictObject({ issuer: longText, repository: longText, workflow: longText, ref: longText }),
    100,
  ),
  rejected: list(longText, 100),
  failure: v.exactOptional(failure),
});
