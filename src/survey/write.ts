import type { Evidence, ServersEvidence } from './evidence.js';

/**
 * Evidence as text. The same evidence gives the same text: keys stand in the order of the model, which is that of
 * the constructors in this room; one exchange and one certificate a line, so that two files can be compared.
 */
export function writeEvidence(evidence: Evidence): string {
  const { domains, exchanges, ...head } = evidence;
  const lines = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  return [
    '{',
    ...lines,
    '  "domains": [',
    domains.map(domainText).join(',\n'),
    '  ],',
    `  "exchanges": [${rows(exchanges, '    ')}]`,
    '}',
    '',
  ].join('\n');
}

function domainText({
  zone,
  lookups,
  issuance,
  proofs,
  attestations,
  servers,
  vantages,
  ...rest
}: Evidence['domains'][number]): string {
  const entries = Object.entries(lookups).map(
    ([key, one]) => `${JSON.stringify(key)}: ${JSON.stringify(one)}`,
  );
  const sources = issuance.map(({ certificates, ...rest }) => {
    const head = JSON.stringify(rest).slice(0, -1);
    return `        ${head}, "certificates": [${rows(certificates, '          ')}] }`;
  });
  const parts = [
    `    { "zone": ${JSON.stringify(zone)}`,
    `      "lookups": {${entries.length === 0 ? '' : `\n        ${entries.join(',\n        ')}\n      `}}`,
    `      "issuance": [${sources.length === 0 ? '' : `\n${sources.join(',\n')}\n      `}]`,
  ];
  if (proofs !== undefined) parts.push(`      "proofs": [${rows(proofs, '        ')}]`);
  if (attestations !== undefined) parts.push(`      "attestations": [${rows(attestations, '        ')}]`);
  if (servers !== undefined) parts.push(`      "servers": [${servers.map(serversText).join(', ')}]`);
  if (vantages !== undefined) parts.push(`      "vantages": [${rows(vantages, '        ')}]`);
  // A key that is forgotten here does not compile, rather than get lost.
  rest satisfies Readonly<Record<string, never>>;
  return `${parts.join(',\n')} }`;
}

function serversText({ servers, answers, ...rest }: ServersEvidence): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},\n        "servers": [${rows(servers, '          ')}],\n        "answers": [${rows(answers, '          ')}] }`;
}

function rows(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return '';
  return `\n${items.map((item) => indent + JSON.stringify(item)).join(',\n')}\n${indent.slice(2)}`;
}
