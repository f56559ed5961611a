import {
  caaRecord,
  decide,
  LETSENCRYPT,
  writeCaaRdata,
  type CaaAnswer,
  type Decision,
} from '../../caa/index.js';
import { loadPolicies, type DomainPolicy, type Policy } from '../../policy/index.js';
import { expectedRecords } from '../../rules/index.js';
import { ATTACKER_ACCOUNT, ATTACKER_METHOD, CA, OWNER_ACCOUNT, OWNER_RENEWALS } from './jabber-case.js';

/** A way in which the domains could have been guarded. */
export interface Control {
  readonly id: 'nothing' | 'baseline' | 'strict' | 'sealed';
  readonly title: string;
  /** The policy file; absent: nothing was declared, and no CAA record deployed. */
  readonly file?: string;
  readonly policy?: Policy;
}

const DOMAINS = ['jabber.ru', 'xmpp.ru'];

/** The controls compared, each with its policy loaded by the real loader, over the packaged policies. */
export async function loadControls(ownerKey: string): Promise<readonly Control[]> {
  const bound = `{ca: ${CA}, account: "${OWNER_ACCOUNT}", methods: [dns-01]}`;
  const files: readonly (Control & { readonly file: string })[] = [
    { id: 'baseline', title: 'baseline: a list of CAs', file: policyFile('baseline', CA, ownerKey, '') },
    { id: 'strict', title: 'strict: bound to the account', file: policyFile('strict', bound, ownerKey, '') },
    {
      id: 'sealed',
      title: 'sealed but for renewals',
      file: policyFile('sealed', bound, ownerKey, windows()),
    },
  ];
  const loaded = await Promise.all(
    files.map(async (control): Promise<Control> => {
      const result = await loadPolicies([`${control.id}.yaml`], { readFile: async () => control.file });
      if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
      return { ...control, policy: result.policy };
    }),
  );
  return [{ id: 'nothing', title: 'nothing' }, ...loaded];
}

function policyFile(base: string, grant: string, ownerKey: string, sealing: string): string {
  const clauses = DOMAINS.map((name) =>
    [
      `  ${name}:`,
      `    issue: [${grant}]`,
      ...(sealing === '' ? [] : [sealing]),
      '    certificates:',
      `      keys: [${ownerKey}]`,
    ].join('\n'),
  );
  return ['version: 1', `extends: caa-guard:${base}`, 'domains:', ...clauses, ''].join('\n');
}

/** The owner's renewals, open for two hours each. */
function windows(): string {
  const spans = OWNER_RENEWALS.map((day) => `      - {from: ${day}T04:00:00Z, to: ${day}T06:00:00Z}`);
  return ['    windows:', ...spans].join('\n');
}

export function domainOf({ policy }: Control, name: string): DomainPolicy | undefined {
  return policy?.domains.find((domain) => domain.name === name);
}

/** The CAA RDATA that a control would have had deployed for a name at a time. */
export function deployedAt(control: Control, name: string, at: number): readonly Uint8Array[] {
  const domain = domainOf(control, name);
  if (domain === undefined) return [];
  return expectedRecords(domain, at).map(({ flags, tag, value }) =>
    writeCaaRdata(caaRecord(flags, tag, value)),
  );
}

/** What the CA would have had to decide when the attacker asked; as Let's Encrypt reads CAA. */
export function attackersRequest(control: Control, name: string, at: number): Decision {
  const trust = domainOf(control, name)?.dnssec.required === true ? 'secure' : 'insecure';
  const answers = (asked: string): CaaAnswer => {
    const rdatas = deployedAt(control, asked, at);
    return rdatas.length === 0
      ? { kind: 'none', why: 'nodata', aliases: [], trust }
      : { kind: 'records', owner: asked, aliases: [], trust, rdatas };
  };
  const asker = { issuers: [CA], account: ATTACKER_ACCOUNT, method: ATTACKER_METHOD };
  return decide({ name, ...asker, profile: LETSENCRYPT, answers });
}
