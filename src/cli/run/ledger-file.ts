import path from 'node:path';
import { messageOf } from '../../base/error.js';
import { loadPolicies, PolicyError, type DomainPolicy } from '../../policy/index.js';
import type { LedgerFlags } from '../ledger-commands.js';
import { POLICY_PLACES } from '../options.js';
import { UsageError } from '../exit.js';
import type { CliPorts } from '../ports.js';

const LEDGER_NAME = 'caa-guard.ledger.yaml';

/** The ledger that is meant, with the policy that it serves. */
export interface LedgerAtHand {
  readonly file: string;
  /** Its text; absent: it is not there yet. */
  readonly source?: string;
  /** Domains of the policy; none where there is no policy. */
  readonly domains: readonly DomainPolicy[];
  /** Whether the policy names the file. Absent: there is no policy. */
  readonly named?: boolean;
}

/**
 * The ledger of the flags, else the one that the policy names, else one beside the policy. Throws `PolicyError` for a
 * policy that cannot be used, `UsageError` where it cannot be said which ledger is meant.
 */
export async function ledgerAtHand(
  flags: LedgerFlags,
  { files }: Pick<CliPorts, 'files'>,
): Promise<LedgerAtHand> {
  const policies = flags.policy ?? (await firstPolicy(files));
  const domains = policies.length === 0 ? [] : await domainsOf(policies, files);
  const named = [...new Set(domains.flatMap(({ own }) => own.ledgerFiles ?? []))];
  if (flags.ledger === undefined && named.length > 1)
    throw new UsageError(
      `expected one ledger; the policy names ${named.join(', ')}. Say with --ledger which is meant`,
    );
  const beside = policies[0] === undefined ? '.' : path.dirname(policies[0]);
  const file = path.normalize(flags.ledger ?? named[0] ?? path.join(beside, LEDGER_NAME));
  const source = await textOf(file, files);
  return {
    file,
    ...(source === undefined ? {} : { source }),
    domains,
    ...(policies.length === 0
      ? {}
      : { named: named.some((one) => path.resolve(one) === path.resolve(file)) }),
  };
}

/** The same, where it has to be there. */
export async function ledgerThere(
  flags: LedgerFlags,
  ports: Pick<CliPorts, 'files'>,
): Promise<LedgerAtHand & { readonly source: string }> {
  const { source, ...ledger } = await ledgerAtHand(flags, ports);
  if (source === undefined)
    throw new UsageError(
      `expected a ledger at ${JSON.stringify(ledger.file)}; there is none. Begin one with \`caa-guard ledger add\`, or see with \`caa-guard ledger propose\` what CT shows`,
    );
  return { ...ledger, source };
}

export async function replaceLedger(
  file: string,
  text: string,
  { files }: Pick<CliPorts, 'files'>,
): Promise<void> {
  try {
    await files.replace(file, text);
  } catch (cause) {
    throw new UsageError(`expected to write ${JSON.stringify(file)}: ${messageOf(cause)}`, { cause });
  }
}

async function firstPolicy(files: CliPorts['files']): Promise<readonly string[]> {
  for (const place of POLICY_PLACES) if ((await textOf(place, files)) !== undefined) return [place];
  return [];
}

async function domainsOf(
  policies: readonly string[],
  files: CliPorts['files'],
): Promise<readonly DomainPolicy[]> {
  const reader = { readFile: (file: string) => files.read(file) };
  // The ledger that it names may be what is about to be written.
  const loaded = await loadPolicies(policies, reader, { missingLedger: 'empty' });
  if (!loaded.ok) throw new PolicyError(loaded.problems);
  return loaded.policy.domains;
}

/** `undefined` where there is no such file. */
async function textOf(file: string, files: CliPorts['files']): Promise<string | undefined> {
  try {
    return await files.read(file);
  } catch (cause) {
    if ((cause as { readonly code?: unknown } | undefined)?.code === 'ENOENT') return undefined;
    throw new UsageError(`expected to read ${JSON.stringify(file)}: ${messageOf(cause)}`, { cause });
  }
}
