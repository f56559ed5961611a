import { renderText } from '../base/text.js';
import { readCertificate } from '../ct/index.js';
import type { TailEvent, TailFinding, TailMatch } from '../ct/tail/index.js';
import { inert, inertJson, inertLine } from '../report/index.js';
import type { CliPorts } from './ports.js';
import type { TailFlags } from './tail-command.js';

/** Names of one certificate that a line shows. */
const MOST_NAMES = 10;

/** Prints a line for each match and each finding, and tells of the rest where somebody looks on. */
export function tailPrinter(
  { json }: Pick<TailFlags, 'json'>,
  { stdout, stderr }: Pick<CliPorts, 'stdout' | 'stderr'>,
): (event: TailEvent) => void {
  return (event) => {
    if (event.kind === 'match' || event.kind === 'finding') {
      const line = json === true ? inertJson(JSON.stringify(objectOf(event))) : inertLine(lineOf(event));
      stdout.write(`${line}\n`);
    } else if (stderr.isTTY) {
      const { log } = event;
      const far =
        event.kind === 'verified' ? `verified: ${event.size}` : `${event.position} of ${event.size}`;
      stderr.write(`${inertLine(`${inert(log.description)}: ${far}`)}\n`);
    }
  };
}

type Told = Extract<TailEvent, { readonly kind: 'match' | 'finding' }>;

function lineOf(event: Told): string {
  return event.kind === 'match' ? matchLine(event.match) : findingLine(event.finding);
}

function matchLine({ log, index, item, der, kind }: TailMatch): string {
  const { names, sha256 } = readCertificate(der);
  const all = [...new Set(names.map(({ value }) => value))];
  const shown = all.slice(0, MOST_NAMES).map(inert);
  const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : '';
  const whom = item === undefined ? 'may concern anybody' : `concerns ${item.name}`;
  return `match: ${inert(log.description)} entry ${index} (${kind}) ${whom}: ${shown.join(', ')}${more}; SHA-256 ${sha256}`;
}

function findingLine({ log, kind, detail }: TailFinding): string {
  return `finding: ${inert(log.description)} (${log.id.slice(0, 16)}) ${kind}: ${renderText(detail, inert)}`;
}

/** Escapes of JSON keep what is from outside apart, and the whole of it on one line. */
function objectOf(event: Told): object {
  if (event.kind === 'finding') {
    const { log, kind, at, detail, proof } = event.finding;
    return { event: 'finding', log, kind, at, detail: renderText(detail, inert), proof };
  }
  const { log, index, timestamp, kind, item, der, issuerSpkiSha256 } = event.match;
  const { names, sha256, tbsSha256, spkiSha256, serial, notBefore, notAfter, problems } =
    readCertificate(der);
  return {
    event: 'match',
    log,
    index,
    timestamp,
    kind,
    concerns: item ?? null,
    sha256,
    tbsSha256,
    spkiSha256,
    issuerSpkiSha256,
    serial,
    notBefore,
    notAfter,
    names: names.map(({ from, kind: of, value }) => ({ from, kind: of, value: inert(value) })),
    problems,
  };
}
