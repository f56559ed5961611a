import type { Finding } from '../../rules/model.js';

/** Name of what stands for all name servers, or for all of a kind of source: what fails there fails together. */
export const SOURCES = {
  dns: 'DNS',
  logs: 'the CT logs',
  resolvers: 'the further resolvers',
  shards: 'the shards',
  attestations: 'the attestations',
  issuers: 'the table of issuers',
} as const;

/** Longest name of a source; longer ones are cut. */
const MOST_NAME = 100;

/**
 * Which source did not show what a finding of kind `unknown` is about. One source is one issue: its failure shows at every
 * domain. The result is from outside where it is not one of `SOURCES`.
 */
export function sourceOf({ rule, zone, subject }: Finding): string {
  switch (rule) {
    case 'survey/unreachable':
    case 'survey/limit':
      return surveyed(zone, subject);
    case 'ct/source-blind':
    case 'ct/source-stale':
    case 'ct/sources-disagree':
      return named(subject.replace(/, [^,]*$/, ''));
    case 'ct/unknown-certificate':
      return SOURCES.attestations;
    case 'ct/issuer-unmapped':
      return SOURCES.issuers;
    default:
      return named(rule);
  }
}

function surveyed(zone: string, subject: string): string {
  if (subject.startsWith('shard ')) return SOURCES.shards;
  if (/^(?:log |SCTs (?:of|for) )/.test(subject)) return SOURCES.logs;
  if (subject === zone || subject === 'the network' || subject.startsWith('name servers of '))
    return SOURCES.dns;
  return zone === '' ? SOURCES.resolvers : named(subject);
}

function named(name: string): string {
  return name.slice(0, MOST_NAME);
}
