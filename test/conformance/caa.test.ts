import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  accountUnsatisfied,
  bindingOf,
  caaRecord,
  criticalUnknown,
  decide,
  judgeStanding,
  LETSENCRYPT,
  methodUnsatisfied,
  octetsOf,
  PROFILES,
  quorum,
  readIssueValue,
  readSet,
  standingGrantHolds,
  STRICT,
  writeCaaRdata,
  type CaaProfile,
  type RequestKind,
} from '../../src/caa/index.js';
import { worldOf, type Zone } from './caa-world.js';

const directory = path.join(
  process.env.CAA_GUARD_CONFORMANCE ?? path.join(import.meta.dirname, '../../../shared/conformance'),
  'caa',
);
const present = existsSync(directory);
if (!present && process.env.CI_REQUIRE_CONFORMANCE !== undefined)
  throw new Error(
    `the CAA vectors were expected in ${directory}; set CAA_GUARD_CONFORMANCE to where they are`,
  );

type Json = Record<string, never>;
function load(file: string): Json {
  return JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as Json;
}

interface EvalCase {
  readonly id: string;
  readonly title: string;
  readonly zones: string;
  readonly qname: string;
  readonly wildcard: boolean;
  readonly kind?: RequestKind;
  readonly issuers: readonly string[];
  readonly account?: string | null;
  readonly method?: string | null;
  readonly expect: 'allowed' | 'denied' | 'error';
  readonly strictRfcExpect?: 'allowed' | 'denied' | 'error';
  readonly foundAt?: string;
}

if (!present) describe('CAA vectors', () => it.skip(`skipped: no vectors in ${directory}`, () => {}));
else {
  evaluation('rfc-eval.json', [STRICT]);
  evaluation('boulder-eval.json', [STRICT, LETSENCRYPT]);
  parameters();
  standing();
}

function evaluation(file: string, profiles: readonly CaaProfile[]): void {
  const { cases, zones } = load(file) as unknown as {
    cases: readonly EvalCase[];
    zones: Record<string, Zone>;
  };
  for (const profile of profiles)
    describe(`${file}, ${profile.title}`, () => {
      it.each(cases.map((one) => [`${one.id} ${one.title} (${one.qname})`, one] as const))('%s', (_, one) => {
        const decision = decide({
          name: one.qname,
          wildcard: one.wildcard,
          kind: one.kind ?? 'server',
          issuers: one.issuers,
          ...(one.account ? { account: one.account } : {}),
          ...(one.method ? { method: one.method } : {}),
          profile,
          answers: worldOf(zones[one.zones]!),
        });
        const wanted = profile === STRICT ? (one.strictRfcExpect ?? one.expect) : one.expect;
        expect(decision.verdict).toBe(wanted === 'error' ? 'indeterminate' : wanted);
        if (one.foundAt !== undefined && decision.verdict !== 'indeterminate')
          expect(decision.foundAt ?? '').toBe(one.foundAt);
      });
    });
}

interface Params {
  readonly issueValueParse: readonly {
    value: string;
    ok: boolean;
    strictRfcOk?: boolean;
    issuer?: string;
    params?: readonly [string, string][];
  }[];
  readonly accounturi: readonly {
    title: string;
    params: readonly [string, string][];
    accountURIs: readonly string[];
    expect: boolean;
    strictRfcExpect?: boolean;
  }[];
  readonly validationmethods: readonly {
    title: string;
    params: readonly [string, string][];
    method: string;
    expect: boolean;
    strictRfcExpect?: boolean;
  }[];
  readonly criticalFilter: readonly {
    records: readonly [number, string][];
    criticalUnknown: boolean;
    strictRfc?: boolean;
  }[];
  readonly multiPerspectiveQuorum: readonly { primary?: string; remote: readonly string[]; expect: string }[];
}

function parameters(): void {
  const vectors = load('params.json') as unknown as Params;
  const list = (params: readonly [string, string][]) =>
    params.map(([name, value]) => ({ name, value, position: 0 }));
  describe.each(PROFILES.map((profile) => [profile.title, profile] as const))(
    'params.json, %s',
    (_, profile) => {
      const strict = profile === STRICT;
      it.each(vectors.issueValueParse)('the value $value', (one) => {
        const read = readIssueValue(octetsOf(one.value), profile);
        expect(read.ok).toBe(strict ? (one.strictRfcOk ?? one.ok) : one.ok);
        if (!read.ok || !one.ok) return;
        expect(read.value.issuer).toBe(one.issuer);
        expect(read.value.parameters.map(({ name, value }) => [name, value])).toEqual(one.params);
      });
      it.each(vectors.accounturi)('accounturi: $title', (one) => {
        const unsatisfied = accountUnsatisfied(bindingOf(list(one.params), profile), one.accountURIs);
        expect(unsatisfied === undefined).toBe(strict ? (one.strictRfcExpect ?? one.expect) : one.expect);
      });
      it.each(vectors.validationmethods)('validationmethods: $title', (one) => {
        const unsatisfied = methodUnsatisfied(bindingOf(list(one.params), profile), one.method, profile);
        expect(unsatisfied === undefined).toBe(strict ? (one.strictRfcExpect ?? one.expect) : one.expect);
      });
      it.each(vectors.criticalFilter)('critical: $records', (one) => {
        const rdatas = one.records.map(([flags, tag]) => writeCaaRdata(caaRecord(flags, tag, '')));
        const blocked = criticalUnknown(readSet(rdatas, profile)).length > 0;
        expect(blocked).toBe(strict ? (one.strictRfc ?? one.criticalUnknown) : one.criticalUnknown);
      });
    },
  );
  describe('params.json, several perspectives', () => {
    it.each(vectors.multiPerspectiveQuorum)('primary $primary, remote $remote', (one) => {
      const ok = (result: string | undefined) => result === undefined || result === 'ok';
      const { allowed } = quorum(ok(one.primary), one.remote.map(ok));
      expect(allowed ? 'allowed' : 'denied').toBe(one.expect);
    });
  });
}

interface Persist {
  readonly persistUntilTable: readonly { now: string; persistUntil: number | null; usable: boolean }[];
  readonly cases: readonly {
    id: string;
    title: string;
    txt: readonly (string | readonly string[])[];
    issuers: readonly string[];
    account: string;
    wildcard: boolean;
    now?: string;
    expect: 'valid' | 'unauthorized' | 'malformed';
  }[];
  readonly now?: string;
}

function standing(): void {
  const vectors = load('dns-persist.json') as unknown as Persist;
  const fallback = vectors.now ?? vectors.persistUntilTable[0]?.now ?? '2025-06-15T12:00:00Z';
  describe('dns-persist.json', () => {
    it.each(vectors.persistUntilTable)('$persistUntil at $now: $usable', (one) => {
      expect(standingGrantHolds(one.persistUntil ?? undefined, Date.parse(one.now))).toBe(one.usable);
    });
    it.each(vectors.cases)('$id $title', (one) => {
      const texts = one.txt.map((text) => (typeof text === 'string' ? text : text.join('')));
      const now = Date.parse(one.now ?? fallback);
      expect(judgeStanding(texts, { ...one, now })).toBe(one.expect);
    });
  });
}
