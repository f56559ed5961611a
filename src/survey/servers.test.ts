import { describe, expect, it } from 'vitest';
import { DnsName } from '../base/name.js';
import type { Asked } from '../dns/index.js';
import { RrType } from '../dns/model.js';
import { message, TestZone } from '../dns/testing/zone.js';
import { deadline } from './limits.js';
import { askServers } from './servers.js';
import { fakeAsker } from './testing/fake-servers.js';

const zone = new TestZone('example.com.', ['example.com. 300 IN CAA 0 issue "a.example"']);
const APEX = DnsName.parse('example.com');
const answer = (type: number): Asked => ({
  ok: true,
  message: zone.answer(APEX, type),
  transport: 'udp',
  ms: 1,
});
const all = {
  SOA: answer(RrType.SOA),
  NS: answer(RrType.NS),
  DNSKEY: answer(RrType.DNSKEY),
  CDS: answer(RrType.CDS),
  CDNSKEY: answer(RrType.CDNSKEY),
  CAA: answer(RrType.CAA),
};
const refused: Asked = {
  ok: true,
  message: message(APEX, RrType.SOA, { rcode: 5, authoritative: false }),
  transport: 'udp',
  ms: 1,
};
const ask = async (asker: ReturnType<typeof fakeAsker>, ms = 5_000) => {
  const until = deadline(ms, 'the test');
  try {
    return await askServers(asker, APEX, [APEX], until);
  } finally {
    until.clear();
  }
};

describe('asking every name server', () => {
  it('asks each address once, whoever listed it, over UDP and TCP', async () => {
    const asker = fakeAsker(
      'example.com',
      [
        { glue: ['192.0.2.1'], addresses: ['192.0.2.1', '2001:db8::1'] },
        { addresses: ['192.0.2.1'], atChild: false },
      ],
      { '192.0.2.1': all, '2001:db8::1': all },
    );
    const seen = await ask(asker);
    expect(asker.asked.filter((one) => one.endsWith('SOA')).sort()).toEqual([
      '192.0.2.1 tcp example.com SOA',
      '192.0.2.1 udp example.com SOA',
      '2001:db8::1 tcp example.com SOA',
      '2001:db8::1 udp example.com SOA',
    ]);
    expect(seen.answers).toHaveLength(14);
    expect(seen.answers.every(({ response }) => response?.authoritative)).toBe(true);
    expect(seen.servers.map(({ name, atChild }) => [name, atChild])).toEqual([
      ['ns1.example.com', true],
      ['ns2.example.com', false],
    ]);
  });

  it('asks for nothing more where there is silence, or an error', async () => {
    const asker = fakeAsker('example.com', [{ addresses: ['192.0.2.1', '192.0.2.2'] }], {
      '192.0.2.2': { SOA: refused },
    });
    const { answers } = await ask(asker);
    expect(asker.asked).toHaveLength(4);
    expect(
      answers.map(({ address, failure, response }) => [address, failure?.code, response?.rcode]),
    ).toEqual([
      ['192.0.2.1', 'timeout', undefined],
      ['192.0.2.1', 'timeout', undefined],
      ['192.0.2.2', undefined, 5],
      ['192.0.2.2', undefined, 5],
    ]);
  });

  it('writes down what it had no time for as such, not as silence', async () => {
    const asker = fakeAsker('example.com', [{ addresses: ['192.0.2.1'] }], {
      '192.0.2.1': { ...all, 'tcp SOA': 'never', CAA: 'never' },
    });
    const { answers } = await ask(asker, 30);
    const late = answers.filter(({ failure }) => failure !== undefined);
    expect(late.map(({ failure }) => failure?.code)).toEqual(['time-limit', 'time-limit']);
    expect(late.map(({ transport, type }) => `${transport} ${type}`)).toEqual(['tcp SOA', 'udp CAA']);
    expect(late[0]?.failure?.detail).toContain('the time limit of 0.03 s');
  });

  it('has no servers, and says why, where they cannot be listed', async () => {
    const asker = {
      ...fakeAsker('example.com', [], {}),
      zoneServers: () => Promise.reject(new Error('boom')),
    };
    expect(await ask(asker)).toEqual({
      zone: 'example.com',
      parentSeen: false,
      childUnseen: { code: 'internal', detail: 'boom' },
      servers: [],
      answers: [],
    });
  });

  it('survives an exchange that throws', async () => {
    const asker = {
      ...fakeAsker('example.com', [{ addresses: ['192.0.2.1'] }], {}),
      ask: () => Promise.reject(new Error('boom')),
    };
    const { answers } = await ask(asker);
    expect(answers.map(({ failure }) => failure)).toEqual([
      { code: 'internal', detail: 'boom' },
      { code: 'internal', detail: 'boom' },
    ]);
  });
});
