import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateFacts, Issuance, IssuanceSource } from '../../ct/model.js';
import { createNodeExchange, systemClock, type Clock } from '../../dns/index.js';
import { loadPolicies } from '../../policy/index.js';
import type { Policy } from '../../policy/model.js';
import { judge } from '../../rules/index.js';
import type { Judgement } from '../../rules/model.js';
import { openDns } from '../../survey/dns.js';
import { survey, type SurveyOptions } from '../../survey/survey.js';
import type { Lab } from '../lab.js';

/** A policy from text. Throws what is wrong with it. */
export async function policyFrom(text: string): Promise<Policy> {
  const loaded = await loadPolicies(['lab.yaml'], { readFile: async () => text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, undefined, 1));
  return loaded.policy;
}

/** Checks the lab as the product does, over real sockets; certificates are read by Node's own X.509 parser. */
export async function check(
  lab: Lab,
  policyText: string,
  at: number,
  limits: NonNullable<SurveyOptions['limits']> = {},
): Promise<Judgement> {
  const clock: Clock = { now: () => at, monotonic: () => systemClock.monotonic() };
  const policy = await policyFrom(policyText);
  const { access } = lab;
  const network = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const dns = openDns(access.dns, { clock, now: at, exchange: lab.routed(network) });
  try {
    const evidence = await survey({
      policy,
      resolver: dns.resolver,
      retryResolver: dns.retryResolver,
      ...(dns.servers === undefined ? {} : { servers: dns.servers }),
      issuance: {
        sources: [sourceAt(access.ct.url)],
        reader: { read: factsOf, issuerCaa: () => undefined },
      },
      clock: dns.clock,
      startedAt: at,
      limits,
      tool: { name: 'caa-guard', version: '0' },
      vantage: dns.vantage,
      anchors: dns.anchors,
    });
    return judge(policy, evidence, at);
  } finally {
    dns.close();
    network.close();
  }
}

/** `zone rule` of every finding that fails the run or is unknown, once each. */
export function told({ findings }: Judgement): string[] {
  const said = findings
    .filter(({ fails, kind }) => fails || kind === 'unknown')
    .map(({ zone, rule }) => `${zone} ${rule}`);
  return [...new Set(said)].sort();
}

function sourceAt(url: string): IssuanceSource {
  return {
    id: 'lab',
    query: async (domain, { includeSubdomains }) => {
      const issuances: Issuance[] = [];
      for (let pages = 1, after = '0'; ; pages++) {
        const query = `domain=${domain}&include_subdomains=${includeSubdomains}&match_wildcards=true&after=${after}`;
        const expand = 'expand=cert_der&expand=issuer.caa_domains';
        const page = (await (await fetch(`${url}/v1/issuances?${query}&${expand}`)).json()) as Entry[];
        for (const { id, cert_der, issuer } of page)
          issuances.push({ id, der: Buffer.from(cert_der, 'base64'), caaDomains: issuer.caa_domains });
        const last = page.at(-1);
        if (last === undefined) return { issuances, complete: true, pages };
        after = last.id;
      }
    },
  };
}

interface Entry {
  readonly id: string;
  readonly cert_der: string;
  readonly issuer: { readonly caa_domains: readonly string[] };
}

function factsOf(der: Uint8Array): CertificateFacts {
  const one = new X509Certificate(der);
  const hex = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
  return {
    sha256: hex(der),
    tbsSha256: hex(der),
    spkiSha256: hex(one.publicKey.export({ format: 'der', type: 'spki' })),
    precertificate: false,
    serial: one.serialNumber.toLowerCase(),
    issuer: one.issuer,
    notBefore: Date.parse(one.validFrom),
    notAfter: Date.parse(one.validTo),
    names: (one.subjectAltName ?? '')
      .split(', ')
      .map((name) => ({ from: 'san', kind: 'dns', value: name.replace('DNS:', '') }) as const),
    problems: [],
  };
}
