import { describe, expect, it } from 'vitest';
import { DnsName } from '../base/name.js';
import { encodeMessage, RrType } from '../dns/index.js';
import { TestZone } from '../dns/testing/zone.js';
import { parseRecord } from '../dns/wire/presentation.js';
import { toBase64 } from './bytes.js';
import type { Evidence, ExchangeEvidence, ServersEvidence } from './evidence.js';
import { recheckServers } from './recheck-servers.js';
import { serverResponse } from './server-answers.js';
import { NOON } from './testing/fakes.js';

const APEX = DnsName.parse('example.com');
const zone = new TestZone('example.com.', [
  'example.com. 300 IN CAA 0 issue "a.example"',
  'ns1.example.com. 300 IN A 192.0.2.1',
]);

function exchange(name: DnsName, type: number, server = '192.0.2.1:53'): ExchangeEvidence {
  const message = zone.answer(name, type);
  const response = toBase64(encodeMessage(message));
  return { server, transport: 'udp', at: NOON, ms: 1, query: '', response };
}

const referral = zone.answer(APEX, RrType.NS);
const listed = { ...referral, answer: [parseRecord('example.com. 300 IN NS ns1.example.com.')] };

/** One server, that gave its CAA set; all of it is in the exchanges. */
function honest(): Evidence {
  const servers: ServersEvidence = {
    zone: 'example.com',
    parentSeen: true,
    servers: [{ name: 'ns1.example.com', atParent: true, atChild: true, glue: ['192.0.2.1'], addresses: [] }],
    answers: [
      {
        address: '192.0.2.1',
        transport: 'udp',
        name: 'example.com',
        type: 'CAA',
        response: serverResponse(zone.answer(APEX, RrType.CAA), APEX, RrType.CAA),
      },
      {
        address: '192.0.2.1',
        transport: 'tcp',
        name: 'example.com',
        type: 'SOA',
        failure: { code: 'timeout', detail: 'no answer' },
      },
    ],
  };
  return {
    format: 'caa-guard/evidence/1',
    tool: { name: 'caa-guard', version: '0' },
    startedAt: NOON,
    finishedAt: NOON,
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
    domains: [{ zone: 'example.com', lookups: {}, issuance: [], servers: [servers] }],
    exchanges: [
      exchange(APEX, RrType.CAA),
      exchange(DnsName.parse('ns1.example.com'), RrType.A),
      { ...exchange(APEX, RrType.NS), response: toBase64(encodeMessage(listed)) },
    ],
  };
}

function changed(change: (servers: ServersEvidence) => void): Evidence {
  const evidence = structuredClone(honest());
  change(evidence.domains[0]!.servers![0]!);
  return evidence;
}

describe('what name servers are said to have said, held against their bytes', () => {
  it('has nothing against an honest file, nor against one without servers', () => {
    expect(recheckServers(honest())).toEqual([]);
    const [domain] = honest().domains;
    expect(
      recheckServers({ ...honest(), domains: [{ zone: domain!.zone, lookups: {}, issuance: [] }] }),
    ).toEqual([]);
  });

  it('finds an answer that the server did not give', () => {
    const found = recheckServers(
      changed(({ answers }) => Object.assign(answers[0]!.response!, { rdatas: [] })),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.subject).toBe('example.com/CAA at 192.0.2.1');
  });

  it('finds an answer that another server gave', () => {
    const found = recheckServers(
      changed(({ answers }) => Object.assign(answers[0]!, { address: '192.0.2.9' })),
    );
    expect(found[0]?.found).toContain('no such answer in any recorded exchange');
  });

  it('finds a name server, and an address, that no answer speaks of', () => {
    const found = recheckServers(
      changed(({ servers }) =>
        Object.assign(servers[0]!, { name: 'ns9.example.com', addresses: ['192.0.2.9'], glue: [] }),
      ),
    );
    expect(found.map(({ subject, recorded }) => [subject, recorded])).toEqual([
      ['name servers of example.com', 'ns9.example.com'],
      ['addresses of ns9.example.com', '192.0.2.9'],
    ]);
  });
});
