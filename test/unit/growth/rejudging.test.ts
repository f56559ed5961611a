import { describe, expect, it } from 'vitest';
import {
  DnsName,
  encodeMessage,
  parseRdata,
  RrType,
  type Message,
  type ResourceRecord,
} from '../../../src/dns/index.js';
import { policyDigest } from '../../../src/policy/shard.js';
import { toBase64 } from '../../../src/survey/bytes.js';
import type { Evidence, ExchangeEvidence } from '../../../src/survey/evidence.js';
import { mergeEvidence } from '../../../src/survey/merge-evidence.js';
import { readEvidence, replayExchange, writeEvidence } from '../../../src/survey/index.js';
import { recheckLookups, recheckVantages } from '../../../src/survey/recheck.js';
import { fakeResolver, secure, SERVER } from '../../../src/survey/testing/fakes.js';
import { outgrown } from './growth.js';
import { evidenceFor, namesOf, policyFor, seenAt } from './world.js';

const CAA = parseRdata(RrType.CAA, '0 issue "letsencrypt.org"');

function recordAt(name: string, type: number, rdata: Uint8Array): ResourceRecord {
  return { name: DnsName.parse(name), type, class: 1, ttl: 300, rdata, offset: 0 };
}

function messageAbout(name: string, said: Partial<Message> = {}): Uint8Array {
  return encodeMessage({
    id: 1,
    response: false,
    opcode: 0,
    authoritative: false,
    truncated: false,
    recursionDesired: false,
    recursionAvailable: false,
    authenticData: false,
    checkingDisabled: false,
    rcode: 0,
    questions: [{ name: DnsName.parse(name), type: RrType.CAA, class: 1 }],
    answer: [],
    authority: [],
    additional: [],
    ...said,
  });
}

/** What a server said when it was asked about a name, written down. */
function exchangeOf(name: string, said: Partial<Message>): ExchangeEvidence {
  return {
    server: `${SERVER.host}:${SERVER.port}`,
    transport: 'udp',
    at: 0,
    ms: 1,
    query: toBase64(messageAbout(name)),
    response: toBase64(messageAbout(name, { response: true, ...said })),
  };
}

/** Lookups whose signatures are not those of the replay, and stand in some answer all the same. */
function signedOnTheFly(many: number): Evidence {
  const signatures = namesOf(many).map((name, i) =>
    parseRdata(RrType.RRSIG, `CAA 13 2 300 20270101000000 20261101000000 ${i} ${name}. AAAA`),
  );
  const evidence = evidenceFor(many, (zone, i) => {
    const answer = { owner: zone, zone, aliases: [], kind: 'records' as const, ttl: 300 };
    const rest = { rdatas: [toBase64(CAA)], signatures: [toBase64(signatures[i] ?? CAA)] };
    const one = { name: zone, type: 'CAA', state: 'secure' as const, answer: { ...answer, ...rest } };
    const lookups = { [`${zone}/CAA`]: one };
    return { zone, lookups, issuance: [], vantages: [{ resolver: '192.0.2.1:53', lookups }] };
  });
  const exchanges = namesOf(many).map((name, i) =>
    exchangeOf(name, { answer: [recordAt(name, RrType.RRSIG, signatures[i] ?? CAA)] }),
  );
  return { ...evidence, exchanges };
}

describe('judging four times as much again takes about four times the work:', { timeout: 120_000 }, () => {
  it('lookups that servers signed on the fly, seen from here and through a resolver', async () => {
    const found = await outgrown((many) => {
      const evidence = signedOnTheFly(many);
      const world = Object.fromEntries(
        namesOf(many).map((name) => [`${name}/CAA`, [secure(name, RrType.CAA, CAA)]]),
      );
      return async () => {
        const resolver = fakeResolver(world);
        expect(await recheckLookups(evidence, resolver)).toEqual([]);
        expect(await recheckVantages(evidence, () => resolver)).toEqual([]);
      };
    });
    expect(found).toEqual([]);
  });

  it('questions that a server which refers to every domain was never asked', async () => {
    const found = await outgrown((many) => {
      const exchanges = namesOf(many).map((name) =>
        exchangeOf(name, { authority: [recordAt(name, RrType.NS, DnsName.parse(`ns.${name}`).toWire())] }),
      );
      return async () => {
        const replay = replayExchange(exchanges);
        for (const name of namesOf(many)) {
          const result = await replay(SERVER, messageAbout(`www.${name}`), 'udp', { timeoutMs: 1 });
          expect(result.ok).toBe(true);
        }
      };
    });
    expect(found).toEqual([]);
  });

  it('writing evidence down and reading it', async () => {
    const found = await outgrown((many) => {
      const evidence = evidenceFor(many, (zone) => seenAt(zone));
      return () => expect(readEvidence(writeEvidence(evidence))).toEqual(evidence);
    });
    expect(found).toEqual([]);
  });

  it('putting shards together', async () => {
    const found = await outgrown((many) => {
      const policy = policyFor(many);
      const digest = policyDigest(policy);
      const files = namesOf(many).map((zone, i) => ({
        file: zone,
        evidence: {
          ...evidenceFor(0, (one) => seenAt(one)),
          domains: [seenAt(zone)],
          shard: { index: i + 1, of: many, policy: digest },
        },
      }));
      return () => expect(mergeEvidence(files, policy).domains).toHaveLength(many);
    });
    expect(found).toEqual([]);
  });
});
