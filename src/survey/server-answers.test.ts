import { describe, expect, it } from 'vitest';
import { DnsName } from '../base/name.js';
import { RrType } from '../dns/model.js';
import { parseRecord } from '../dns/wire/presentation.js';
import { message, TestZone } from '../dns/testing/zone.js';
import { serverResponse } from './server-answers.js';

const zone = new TestZone('example.com.', [
  'example.com. 300 IN CAA 0 issue "b.example"',
  'example.com. 300 IN CAA 0 issue "a.example"',
  'alias.example.com. 300 IN CNAME elsewhere.test.',
  'www.example.com. 300 IN A 192.0.2.1',
]);
const said = (name: string, type: number) => {
  const asked = DnsName.parse(name);
  return serverResponse(zone.answer(asked, type), asked, type);
};

describe('what one server said', () => {
  it('is its records in an order of their own, with the signatures over them', () => {
    const response = said('example.com', RrType.CAA);
    expect(response).toMatchObject({ rcode: 0, authoritative: true, kind: 'records' });
    const values = response.rdatas.map((one) => Buffer.from(one, 'base64').subarray(7).toString());
    expect(values).toEqual(['a.example', 'b.example']);
    expect(response.signatures).toHaveLength(1);
  });

  it('is an alias where one stands in place of the type', () => {
    const response = said('alias.example.com', RrType.CAA);
    expect(response.kind).toBe('alias');
    expect(response.rdatas).toHaveLength(1);
    expect(response.signatures).toHaveLength(1);
  });

  it('tells no data from no such name', () => {
    expect(said('www.example.com', RrType.CAA)).toMatchObject({ kind: 'nodata', rdatas: [] });
    expect(said('none.example.com', RrType.CAA)).toMatchObject({ kind: 'nxdomain', rcode: 3 });
  });

  it('is a referral where only name servers of another zone are given', () => {
    const name = DnsName.parse('example.com');
    const authority = [parseRecord('example.com. 300 IN NS ns1.example.com.')];
    const referral = message(name, RrType.SOA, { authority, authoritative: false });
    expect(serverResponse(referral, name, RrType.SOA)).toMatchObject({
      kind: 'referral',
      authoritative: false,
    });
  });

  it.each([1, 2, 5, 9])('is an error for RCODE %d, whatever else the message holds', (rcode) => {
    const name = DnsName.parse('example.com');
    const answer = [parseRecord('example.com. 300 IN CAA 0 issue "a.example"')];
    expect(serverResponse(message(name, RrType.CAA, { rcode, answer }), name, RrType.CAA)).toMatchObject({
      kind: 'error',
      rcode,
      rdatas: [],
    });
  });

  it('leaves out records of other names and classes', () => {
    const name = DnsName.parse('example.com');
    const other = parseRecord('other.example.com. 300 IN CAA 0 issue "a.example"');
    const chaos = { ...parseRecord('example.com. 300 IN CAA 0 issue "a.example"'), class: 3 };
    expect(serverResponse(message(name, RrType.CAA, { answer: [other, chaos] }), name, RrType.CAA).kind).toBe(
      'nodata',
    );
  });
});
