import { isIP } from 'node:net';
import { CaaGuardError } from '../base/error.js';
import type { ServerAddress, Transport } from '../dns/model.js';
import type { ResolverAddress } from './check-model.js';

const FORMS =
  '192.0.2.53, 192.0.2.53:5353, [2001:db8::53]:53, tcp://…, tls://dns.example, https://dns.example/dns-query';

/**
 * Reads a recursive server as a person writes it: an IP address with or without a port (UDP, TCP where the answer is
 * truncated), `tcp://` for TCP alone, `tls://` for DoT (`#name` is the name to authenticate, where it is not the
 * host), or the `https://` URL of a DoH server. Throws `CaaGuardError<'RESOLVER_INVALID'>`.
 */
export function parseResolver(text: string): ResolverAddress {
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return { server: ipAndPort(text, text, 53), transport: 'udp' };
  const rest = text.slice(scheme.length + 3);
  if (scheme === 'udp' || scheme === 'tcp') return { server: ipAndPort(rest, text, 53), transport: scheme };
  if (scheme === 'tls') return { server: tlsServer(rest, text), transport: 'tls' };
  if (scheme === 'https' || (scheme === 'http' && isLoopback(text))) return httpsServer(text);
  throw invalid(text, `${scheme}:// is no way to ask DNS here`);
}

/** How `parseResolver` would read it again; also how a resolver stands in evidence. */
export function resolverText({ server, transport }: { server: ServerAddress; transport: Transport }): string {
  if (server.url !== undefined) return server.url;
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  const scheme = transport === 'udp' ? '' : `${transport}://`;
  const name = server.tlsName === undefined || server.tlsName === server.host ? '' : `#${server.tlsName}`;
  return `${scheme}${host}:${server.port}${name}`;
}

function tlsServer(rest: string, whole: string): ServerAddress {
  const [address = '', name] = rest.split('#');
  const { host, port } = hostAndPort(address, whole, 853);
  if (isIP(host) === 0 && !/^[a-z0-9.-]+$/i.test(host))
    throw invalid(whole, 'its host is no IP address and no host name');
  return { host, port, tlsName: name ?? host };
}

function httpsServer(text: string): ResolverAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw invalid(text, 'it is no URL');
  if (url.username !== '' || url.password !== '') throw invalid(text, 'it holds a user name or password');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const standard = url.protocol === 'https:' ? 443 : 80;
  const port = url.port === '' ? standard : Number(url.port);
  return { server: { host, port, url: url.href }, transport: 'https' };
}

function isLoopback(text: string): boolean {
  return /^http:\/\/(127\.[0-9.]+|\[::1\])(:[0-9]+)?\//i.test(text);
}

function ipAndPort(text: string, whole: string, standard: number): ServerAddress {
  const address = hostAndPort(text, whole, standard);
  if (isIP(address.host) === 0) throw invalid(whole, 'a name server is given by its IP address');
  return address;
}

function hostAndPort(text: string, whole: string, standard: number): ServerAddress {
  if (isIP(text) === 6) return { host: text, port: standard };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::([0-9]{1,5}))?$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = parts?.[3] === undefined ? standard : Number(parts[3]);
  if (host === undefined) throw invalid(whole, 'it does not read as host and port');
  if (parts?.[1] !== undefined && isIP(host) !== 6)
    throw invalid(whole, 'what stands in brackets is no IPv6 address');
  if (port < 1 || port > 65_535) throw invalid(whole, 'ports go from 1 to 65535');
  return { host, port };
}

function invalid(text: string, why: string): CaaGuardError<'RESOLVER_INVALID'> {
  const shown = JSON.stringify(text.slice(0, 200));
  return new CaaGuardError('RESOLVER_INVALID', `expected a resolver such as ${FORMS}; got ${shown}: ${why}`);
}
