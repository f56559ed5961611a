import { describe, expect, it } from 'vitest';
import {
  askedNameValue,
  canaryValue,
  nameValue,
  portValue,
  spanValue,
  timeValue,
  urlValue,
} from './values.js';

describe('option values', () => {
  it.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
  ])('a span %s is %d milliseconds', (text, ms) => expect(spanValue(text)).toBe(ms));

  it.each(['', '60', '0s', '-1s', '1d', '25h', '1.5s', '60s '])('a span %j is refused', (text) =>
    expect(() => spanValue(text)).toThrow('expected a span of time such as'),
  );

  it.each([
    ['2023-10-16', Date.UTC(2023, 9, 16)],
    ['2023-10-16T08:30:00Z', Date.UTC(2023, 9, 16, 8, 30)],
    ['2023-10-16T08:30:00+02:00', Date.UTC(2023, 9, 16, 6, 30)],
  ])('a time %s is read with its zone', (text, time) => expect(timeValue(text)).toBe(time));

  it.each(['2023-10-16T08:30:00', '2023-02-30', '2023-13-01', 'now', '16.10.2023', ''])(
    'a time %j is refused',
    (text) => expect(() => timeValue(text)).toThrow('expected a time such as'),
  );

  it('a host name is one that a certificate can be asked for', () => {
    expect(canaryValue('Monday.example.com.')).toBe('monday.example.com');
    expect(canaryValue('{weekday}.example.com')).toBe('{weekday}.example.com');
    for (const text of ['not a name', 'com', '*.example.com', 'a_b.example', ''])
      expect(() => canaryValue(text)).toThrow('expected');
  });

  it('a port is a port', () => {
    expect(portValue('5300')).toBe(5300);
    for (const text of ['0', '65536', '53x', '-1', ''])
      expect(() => portValue(text)).toThrow('from 1 to 65535');
  });

  it('a URL is https, or http on this machine, and carries no secret', () => {
    expect(urlValue('https://ct.example/v1')).toBe('https://ct.example/v1');
    expect(urlValue('http://127.0.0.1:8080/')).toBe('http://127.0.0.1:8080/');
    expect(() => urlValue('http://ct.example/')).toThrow('expected an https:// URL');
    expect(() => urlValue('file:///etc/passwd')).toThrow('expected an https:// URL');
    expect(() => urlValue('https://a:b@ct.example/')).toThrow('--ct-token-env');
  });

  it('a name is lower-cased and loses its final dot, and U-labels become A-labels, as in a policy', () => {
    expect(nameValue('WWW.Example.COM.')).toBe('www.example.com');
    expect(nameValue('bücher.example')).toBe('xn--bcher-kva.example');
  });

  it.each([
    ['https://example.com/', 'is a URL; write the name alone'],
    ['192.0.2.1', 'is an IP address'],
    ['2001:db8::1', 'is an IP address'],
    ['com', 'is a single label'],
    ['*.example.com', 'is a wildcard'],
    ['user@example.com', 'holds a character'],
    ['example.com:443', 'holds a character'],
    ['--port', 'is a single label'],
    ['a..b', 'is refused by IDNA (UTS 46): a label is empty'],
    ['.', 'is empty'],
    ['', 'is empty'],
  ])('a name %j is refused: it %s', (text, why) =>
    expect(() => nameValue(text)).toThrow(`expected a domain name such as example.com; "${text}" ${why}`),
  );

  it('a certificate is asked for by name or by wildcard', () => {
    expect(askedNameValue('*.Bücher.example.')).toBe('*.xn--bcher-kva.example');
    expect(askedNameValue('www.example.com')).toBe('www.example.com');
    for (const text of ['*', '*.com', 'a.*.example.com', '*.*.example.com'])
      expect(() => askedNameValue(text)).toThrow('expected a domain name');
  });
});
