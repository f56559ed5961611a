import { InvalidArgumentError } from 'commander';
import { messageOf } from '../base/error.js';
import { readAccountUri, readMethodLabel } from '../policy/grants.js';
import { readDomainName } from '../policy/names.js';
import { parseShard, type Shard } from '../policy/shard.js';
import { parseCanary } from '../survey/canary-name.js';
import type { ResolverAddress } from '../survey/check-model.js';
import { readHttpUrl } from '../survey/http-url.js';
import { parseVantages } from '../survey/public-resolvers.js';
import { parseResolver, resolverText } from '../survey/resolver-address.js';
import { parseSource, type SourceSpec } from '../survey/source-spec.js';

/** Readers of option values. They throw commander's error, which names the option. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** For `--ct-canary`. */
export function canaryValue(text: string): string {
  try {
    return parseCanary(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** A span of time in milliseconds: `500ms`, `60s`, `5m`, `1h`. */
export function spanValue(text: string): number {
  const parts = /^([0-9]{1,9})(ms|s|m|h)$/.exec(text);
  const unit = UNITS[parts?.[2] ?? ''];
  const ms = Number(parts?.[1]) * (unit ?? NaN);
  if (!(ms > 0) || ms > 24 * 3_600_000)
    throw new InvalidArgumentError('expected a span of time such as 500ms, 60s or 5m, at most 24h');
  return ms;
}

/** A moment in Unix milliseconds: `2023-10-16` (its beginning, UTC) or `2023-10-16T08:30:00Z`. */
export function timeValue(text: string): number {
  const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = shape ? Date.parse(text) : NaN;
  const day = text.slice(0, 10);
  // Date.parse takes February 30 for a day in March: a day has to read back as itself.
  const real = !Number.isNaN(time) && new Date(Date.parse(day)).toISOString().startsWith(day);
  if (!real)
    throw new InvalidArgumentError(
      'expected a time such as 2026-11-23 or 2026-11-23T08:30:00Z, with its zone',
    );
  return time;
}

/** For `--shard`. */
export function shardValue(text: string): Shard {
  try {
    return parseShard(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

export function portValue(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('expected a port from 1 to 65535');
  return port;
}

/** For an option that may be given more than once. */
export function resolverValue(
  text: string,
  before: readonly ResolverAddress[] = [],
): readonly ResolverAddress[] {
  try {
    return [...before, parseResolver(text)];
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** For `--vantage`; each resolver once, however often it is named. */
export function vantageValue(
  text: string,
  before: readonly ResolverAddress[] = [],
): readonly ResolverAddress[] {
  try {
    return parseVantages([...before.map(resolverText), text]);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** For `--ct-source`. */
export function sourceValue(text: string, before: readonly SourceSpec[] = []): readonly SourceSpec[] {
  try {
    return [...before, parseSource(text)];
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** A TTL in seconds (RFC 2181, section 8); at most a day, since a CAA record that has to go should go. */
export function ttlValue(text: string): number {
  const ttl = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (ttl < 1 || ttl > 86_400) throw new InvalidArgumentError('expected seconds from 1 to 86400');
  return ttl;
}

export function listValue(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** An absolute `https:` URL; `http:` for an address of this machine only. */
export function urlValue(text: string): string {
  const read = readHttpUrl(text);
  if ('href' in read) return read.href;
  throw new InvalidArgumentError(
    read.wrong === 'scheme'
      ? 'expected an https:// URL (http:// only for this machine)'
      : 'expected a URL without user name and password; give a token with --ct-token-env',
  );
}

/** A domain name as a policy may write it: in lower-case A-labels, without the final dot. What no policy takes is told here already. */
export function nameValue(text: string): string {
  const read = readDomainName(text);
  if ('name' in read) return read.name;
  throw new InvalidArgumentError(
    `expected a domain name such as example.com; ${JSON.stringify(text)} ${read.wrong}`,
  );
}

/** A name that a certificate can be asked for: a domain name, or the wildcard of one. */
export function askedNameValue(text: string): string {
  return text.startsWith('*.') ? `*.${nameValue(text.slice(2))}` : nameValue(text);
}

/** An issuer domain name as CAA records have it; the name of a company is none. */
export function caValue(text: string): string {
  const read = readDomainName(text);
  if ('name' in read) return read.name;
  throw new InvalidArgumentError(
    `expected a CA as CAA records name it, such as letsencrypt.org; ${JSON.stringify(text)} ${read.wrong}`,
  );
}

export function accountValue(text: string): string {
  const read = readAccountUri(text);
  if ('value' in read) return read.value;
  throw new InvalidArgumentError(
    `expected an account URI such as https://acme-v02.api.letsencrypt.org/acme/acct/1234567; ${JSON.stringify(text)} ${read.wrong}`,
  );
}

export function methodValue(text: string): string {
  const read = readMethodLabel(text);
  if ('value' in read) return read.value;
  throw new InvalidArgumentError(
    `expected a validation method such as dns-01; ${JSON.stringify(text)} ${read.wrong}`,
  );
}
