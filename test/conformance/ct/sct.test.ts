import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHROME, countScts } from '../../../src/ct/compliance/index.js';
import { readExtraData, readLeafInput, readLogKey, type LogKey } from '../../../src/ct/log/index.js';
import { readLogList, type Log } from '../../../src/ct/loglist/index.js';
import {
  readSct,
  readSctList,
  verifySct,
  type Sct,
  type SctVerdict,
  type SignedEntry,
} from '../../../src/ct/sct/index.js';
import { logView } from '../../../src/ct/x509/log-view.js';
import { readBinary, readVectors } from '../support/vectors.js';
import { vectorsOf } from './vectors-of.js';

/** When the vectors were gathered: after every SCT in them but those of 2035. */
const NOW = Date.parse('2026-11-01T00:00:00Z');
const vectors = readVectors('ct/sct.js/cases.json');

function binary(file: string): Buffer {
  const octets = readBinary(`ct/${file}`);
  if (octets === undefined) throw new Error(`${file} is not among the vectors`);
  return octets;
}

function sctOf(octets: Uint8Array): Sct {
  const sct = readSct(octets);
  if (!sct.ok) throw new Error(sct.problem);
  return sct.value;
}

function keyOf(spki: Uint8Array): LogKey {
  const key = readLogKey(spki);
  if (key === undefined) throw new Error('expected the key of a log');
  return key;
}

/** issuer_key_hash[32], u24 length, TBS. */
function precertEntry(octets: Buffer): SignedEntry {
  return { kind: 'precert', issuerKeyHash: octets.subarray(0, 32), tbs: octets.subarray(35) };
}

/** What a certificate's SCTs are signed over, by the certificate of its issuer. */
function entryOf(certificate: Uint8Array, issuer: Uint8Array): SignedEntry {
  const spki = logView(issuer)?.spki ?? Buffer.alloc(0);
  return {
    kind: 'precert',
    issuerKeyHash: createHash('sha256').update(spki).digest(),
    tbs: logView(certificate)?.tbs ?? Buffer.alloc(0),
  };
}

function sctsOf(certificate: Uint8Array): readonly Sct[] {
  return (logView(certificate)?.sctLists ?? []).flatMap((list) => {
    const { scts, problems } = readSctList(list);
    expect(problems).toEqual([]);
    return scts;
  });
}

interface Vectors {
  reconstruct: { leaf: string; issuer: string; want: string };
  cases: {
    sct: string;
    xor_last_byte?: number;
    precert: string;
    entry_type: number;
    log_key: string;
    want: 'ok' | 'InvalidSignature' | 'TimestampInFuture' | 'UnknownLog';
  }[];
  retired: { cases: { retired_at_offset_ms: number; want: 'ok' | 'SctFromRetiredLog' }[] };
}

const WANTED: Readonly<Record<Vectors['cases'][number]['want'], SctVerdict>> = {
  ok: { status: 'valid' },
  InvalidSignature: { status: 'invalid', reason: 'signature' },
  TimestampInFuture: { status: 'invalid', reason: 'future' },
  UnknownLog: { status: 'unknown-log' },
};

describe.skipIf(vectors === undefined)('SCTs of sct.js', () => {
  const { reconstruct, cases, retired } = vectorsOf<Vectors>(vectors, {
    reconstruct: { leaf: '', issuer: '', want: '' },
    cases: [],
    retired: { cases: [] },
  });

  it.each(cases)('$sct with $log_key: $want', (one) => {
    const octets = Buffer.from(binary(`sct.js/${one.sct}`));
    const last = octets.length - 1;
    octets[last] = (octets[last] ?? 0) ^ (one.xor_last_byte ?? 0);
    const content = binary(`sct.js/${one.precert}`);
    const entry: SignedEntry =
      one.entry_type === 1 ? precertEntry(content) : { kind: 'x509', certificate: content.subarray(3) };
    const key = keyOf(binary(`sct.js/${one.log_key}`));
    expect(verifySct({ sct: sctOf(octets), entry, key, now: NOW })).toEqual(WANTED[one.want]);
  });

  it('are signed over what the certificate and its issuer give', () => {
    const entry = entryOf(binary(`sct.js/${reconstruct.leaf}`), binary(`sct.js/${reconstruct.issuer}`));
    expect(entry).toEqual(precertEntry(binary(`sct.js/${reconstruct.want}`)));
  });

  it.each(retired.cases)('of a log that retired $retired_at_offset_ms ms later: $want', (one) => {
    const sct = sctOf(binary('sct.js/ecdsa-p256_sct-valid.bin'));
    const log: Log = {
      id: sct.logId,
      key: keyOf(binary('sct.js/keys/ecdsa-p256-public.der')),
      description: '',
      operator: '',
      previousOperators: [],
      kind: 'rfc6962',
      url: '',
      submissionUrl: '',
      mmd: 0,
      state: 'retired',
      since: sct.timestamp + one.retired_at_offset_ms,
      use: 'production',
    };
    const scts = [{ sct, verdict: { status: 'valid' } as const, log }];
    const counted = countScts(CHROME, { scts, notBefore: sct.timestamp, notAfter: sct.timestamp });
    expect(counted.scts[0]?.counts).toBe(one.want === 'ok');
  });
});

function pems(file: string): readonly Buffer[] {
  const found = binary(file)
    .toString()
    .matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g);
  return [...found].map((match) => Buffer.from(match[1] ?? '', 'base64'));
}

describe.skipIf(vectors === undefined)('SCTs that certificates really carry', () => {
  const logs = new Map(
    (vectors === undefined
      ? []
      : ['all_logs_list.v3-53.34-2025-05-05', 'log_list.v3-85.92-2026-05-29']
    ).flatMap((name) => {
      const list = readLogList(binary(`loglists/${name}.json`).toString());
      return list.ok ? [...list.value.byId] : [];
    }),
  );
  const verdictOf = (sct: Sct, entry: SignedEntry): string =>
    verifySct({ sct, entry, key: logs.get(sct.logId)?.key, now: NOW }).status;

  it('verify in a certificate of Cloudflare', () => {
    const [leaf] = pems('azul/sct/cloudflare.pem');
    const [issuer] = pems('azul/sct/google-we1.pem');
    const entry = entryOf(leaf ?? Buffer.alloc(0), issuer ?? Buffer.alloc(0));
    expect(entry).toMatchObject({ tbs: binary('azul/sct/golden/cloudflare-tbs-without-sct.der') });
    const scts = sctsOf(leaf ?? Buffer.alloc(0));
    expect(scts.map((sct) => logs.get(sct.logId)?.description)).toEqual([
      "Google 'Xenon2025h2' log",
      "Cloudflare 'Nimbus2025'",
    ]);
    expect(scts.map((sct) => verdictOf(sct, entry))).toEqual(['valid', 'valid']);
  });

  it('verify in ten certificates of Argon2026h2, six of them of static logs', () => {
    const raw = JSON.parse(binary('certstream-server-rust/live_ct.json').toString()) as {
      leaf_input: string;
      extra_data: string;
    }[];
    const kinds: (string | undefined)[] = [];
    const verdicts: string[] = [];
    for (const one of raw) {
      const leaf = readLeafInput(Buffer.from(one.leaf_input, 'base64'));
      if (!leaf.ok) throw new Error(leaf.problem);
      const extra = readExtraData(leaf.value.kind, Buffer.from(one.extra_data, 'base64'));
      if (!extra.ok) throw new Error(extra.problem);
      if (leaf.value.kind === 'precert') continue;
      const { bytes, contentStart, contentEnd } = leaf.value;
      const certificate = bytes.subarray(contentStart, contentEnd);
      const entry = entryOf(certificate, extra.value.chain[0] ?? Buffer.alloc(0));
      for (const sct of sctsOf(certificate)) {
        const log = logs.get(sct.logId);
        if (log === undefined) continue;
        verdicts.push(verdictOf(sct, entry));
        kinds.push(log.kind);
        expect(sct.leafIndex !== undefined).toBe(log.kind === 'static');
      }
    }
    expect(verdicts).toEqual(Array.from({ length: 21 }, () => 'valid'));
    expect(kinds.filter((kind) => kind === 'static')).toHaveLength(6);
  });
});
