import { describe, expect, it } from 'vitest';
import { isGlobalAddress, refusedDestination } from './destinations.js';

describe('isGlobalAddress', () => {
  it('takes public addresses of both families', () => {
    for (const address of ['198.41.0.4', '1.1.1.1', '2001:503:ba3e::2:30', '2606:4700:4700::1111', '2a00::1'])
      expect(isGlobalAddress(address), address).toBe(true);
  });

  it('refuses loopback, private, link-local, shared, mapped, tunnelled, multicast and documentation addresses', () => {
    const bad = (
      '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 ' +
      '192.0.2.1 198.18.0.1 224.0.0.1 255.255.255.255 240.0.0.1 :: ::1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 ' +
      '64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 fc00::1 fd00:ec2::254 fe80::1 ' +
      'fec0::1 ff02::1 localhost 1.1.1 0x7f000001'
    ).split(' ');
    for (const address of bad) expect(isGlobalAddress(address), address).toBe(false);
  });

  it('lets the operator name exceptions', () => {
    expect(refusedDestination('127.0.0.1', '127.0.0.1', {})).toContain('not a public address');
    expect(refusedDestination('127.0.0.1', '127.0.0.1', { allowPrivate: true })).toBeUndefined();
    expect(refusedDestination('dns.lan', '10.0.0.1', { trusted: ['dns.lan'] })).toBeUndefined();
    expect(refusedDestination('evil.example', '10.0.0.1', { trusted: ['dns.lan'] })).toBeDefined();
  });
});
