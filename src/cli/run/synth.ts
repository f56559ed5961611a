import { messageOf } from '../../base/error.js';
import { join, outside, text, type Text } from '../../base/text.js';
import { loadPolicies } from '../../policy/load.js';
import type { Policy } from '../../policy/model.js';
import type { DomainRecords } from '../../policy/synth/model.js';
import { dnscontrol, octodns } from '../../policy/synth/others.js';
import { zoneLines } from '../../policy/synth/present.js';
import { PROVIDERS } from '../../policy/synth/providers/index.js';
import { domainRecords } from '../../policy/synth/records.js';
import { terraformModule } from '../../policy/synth/terraform.js';
import { inert } from '../../report/inert.js';
import { showable } from '../../report/screen.js';
import { plain } from '../../report/plain.js';
import { EXIT, UsageError } from '../exit.js';
import { printPolicyErrors } from '../output.js';
import type { SynthFlags } from '../policy-commands.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';

/** `synth`: the policy as records, for whoever serves them. */
export async function runSynthCommand(flags: SynthFlags, ports: CliPorts): Promise<number> {
  if (flags.json === true && !flags.format.startsWith('terraform-'))
    throw new UsageError(
      `option --json: expected a format that has a JSON syntax, terraform-…; got ${flags.format}. Leave --json out`,
    );
  const files = await policyFiles(flags, ports);
  const loaded = await loadPolicies(files, { readFile: (file) => ports.files.read(file) });
  if (!loaded.ok) return printPolicyErrors(loaded.problems, { color: flags.color }, ports);
  const now = flags.at ?? ports.clock.now();
  const records = chosen(loaded.policy, flags.domain).map((domain) => domainRecords(domain, now));
  const { text, comment, notes } = written(records, flags);
  // In JSON there is no place for it.
  const head =
    comment === undefined
      ? ''
      : `${comment} Written by \`caa-guard synth\` from ${files.map(inert).join(', ')}: change it there.\n`;
  await output(`${head}${text}`, flags.output, ports);
  for (const note of notes) ports.stderr.write(`note: ${plain(note)}\n`);
  return EXIT.ok;
}

function chosen(policy: Policy, names: readonly string[] | undefined): Policy['domains'] {
  if (names === undefined) return policy.domains;
  const missing = names.find((name) => policy.domains.every((domain) => domain.name !== name));
  if (missing !== undefined)
    throw new UsageError(
      `option --domain: expected a domain of the policy; ${missing} is none. It has ${policy.domains.map(({ name }) => name).join(', ')}`,
    );
  return policy.domains.filter(({ name }) => names.includes(name));
}

interface Written {
  readonly text: string;
  readonly comment?: string;
  readonly notes: readonly Text[];
}

function written(all: readonly DomainRecords[], { format, ttl, standalone, json }: SynthFlags): Written {
  const notes = all.flatMap((one) => one.notes);
  const form = PROVIDERS.find(({ key }) => format === `terraform-${key}`);
  if (form !== undefined) {
    const syntax = json === true ? 'json' : 'hcl';
    const module = terraformModule(all, form, { ttl, standalone: standalone === true, syntax });
    return { ...module, ...(syntax === 'hcl' ? { comment: '#' } : {}) };
  }
  const signed = all.filter(({ dnssec }) => dnssec).map(({ domain }) => domain);
  const unsigned: Text[] =
    format === 'dnscontrol' || signed.length === 0
      ? []
      : [text`to be signed, which records do not say: ${join(signed.map(outside), ' ')} `];
  if (format === 'dnscontrol')
    return { text: all.map((one) => dnscontrol(one, ttl)).join('\n'), comment: '//', notes };
  if (format === 'octodns') {
    const documents = all.map(
      (one) => (all.length === 1 ? '' : `# ${one.domain}.yaml\n`) + octodns(one, ttl),
    );
    return { text: documents.join('---\n'), comment: '#', notes: [...notes, ...unsigned] };
  }
  const lines = all.flatMap((one) => zoneLines(one, ttl).map((line) => `${line}\n`));
  return { text: lines.join(''), comment: ';', notes: [...notes, ...unsigned] };
}

/** What would not reach a terminal or a log as it stands is no record any more. */
function shown(text: string): string {
  const document = showable(text);
  if (document === undefined)
    throw new UsageError(
      'option --output: expected records of printable ASCII in which a runner finds no command, since they are printed; ' +
        'the policy holds other ones. Name a file, and look at what the policy declares.',
    );
  return document;
}

async function output(text: string, file: string, ports: CliPorts): Promise<void> {
  if (file === '-') return ports.stdout.write(shown(text));
  try {
    await ports.files.write(file, text, { overwrite: true });
  } catch (cause) {
    throw new UsageError(`expected to write records to ${JSON.stringify(file)}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
