import { describe, expect, it } from 'vitest';
import { parseResolver, resolverText } from './resolver-address.js';

describe('a resolver, as a person writes it', () => {
  it.each([
    ['192.0.2.53', 'udp', { host: '192.0.2.53', port: 53 }, '192.0.2.53:53'],
    ['192.0.2.53:5353', 'udp', { host: '192.0.2.53', port: 5353 }, '192.0.2.53:5353'],
    ['2001:db8::53', 'udp', { host: '2001:db8::53', port: 53 }, '[2001:db8::53]:53'],
    ['[2001:db8::53]:5353', 'udp', { host: '2001:db8::53', port: 5353 }, '[2001:db8::53]:5353'],
    ['tcp://192.0.2.53', 'tcp', { host: '192.0.2.53', port: 53 }, 'tcp://192.0.2.53:53'],
    [
      'tls://dns.example',
      'tls',
      { host: 'dns.example', port: 853, tlsName: 'dns.example' },
      'tls://dns.example:853',
    ],
    [
      'tls://192.0.2.53:8853#dns.example',
      'tls',
      { host: '192.0.2.53', port: 8853, tlsName: 'dns.example' },
      'tls://192.0.2.53:8853#dns.example',
    ],
    [
      'https://dns.example/dns-query',
      'https',
      { host: 'dns.example', port: 443, url: 'https://dns.example/dns-query' },
      'https://dns.example/dns-query',
    ],
    [
      'http://127.0.0.1:8053/dns-query',
      'https',
      { host: '127.0.0.1', port: 8053, url: 'http://127.0.0.1:8053/dns-query' },
      'http://127.0.0.1:8053/dns-query',
    ],
  ] as const)(
    '%s is read, and written so that it reads the same again',
    (text, transport, server, written) => {
      expect(parseResolver(text)).toEqual({ server, transport });
      expect(resolverText(parseResolver(text))).toBe(written);
      expect(parseResolver(written)).toEqual({ server, transport });
    },
  );

  it.each([
    ['dns.example', 'given by its IP address'],
    ['192.0.2.53:0', 'ports go from'],
    ['192.0.2.53:70000', 'ports go from'],
    ['[192.0.2.53]', 'no IPv6 address'],
    ['http://dns.example/', 'no way to ask DNS'],
    ['https://user:secret@dns.example/', 'user name or password'],
    ['', 'does not read as host and port'],
    ['1.2.3', 'given by its IP address'],
  ])('%j is refused, with the forms that there are', (text, why) => {
    expect(() => parseResolver(text)).toThrow(why);
    expect(() => parseResolver(text)).toThrow('expected a resolver such as 192.0.2.53');
  });
});
