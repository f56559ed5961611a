import { issuersFromCcadb, readDelegations, withoutDelegated, writeIssuers } from '../../ct/issuers/index.js';
import { EXIT, UsageError } from '../exit.js';
import { plain } from '../plain.js';
import type { CliPorts } from '../ports.js';
import type { RefreshIssuersFlags } from '../refresh-command.js';
import { keep, octetsFrom, orNotHad } from './refresh.js';
import { jsonText } from '../json-text.js';

/** `refresh issuers`: a table of issuing keys from CCADB's report. */
export function runRefreshIssuers(flags: RefreshIssuersFlags, ports: CliPorts): Promise<number> {
  return orNotHad(ports, async () => {
    const report = await octetsFrom(flags.from, "CCADB's report of CAA identifiers", ports);
    const reading = issuersFromCcadb(report.toString('utf8'));
    if ('wrong' in reading) throw new UsageError(reading.wrong);
    if (reading.issuers.length === 0)
      throw new UsageError('expected rows with a key and CAA identifiers in the report; there are none');
    const { issuers, undecided } =
      flags.delegated === undefined
        ? { issuers: reading.issuers, undecided: [] }
        : withoutDelegated(reading.issuers, await delegations(flags.delegated, ports));
    const date = new Date(ports.clock.now()).toISOString().slice(0, 10);
    const source = sourceOf(flags);
    await keep(flags.output, writeIssuers([{ source, date, issuers }]), 'the table of issuers', ports);
    const { skipped } = reading;
    if (flags.json === true) {
      const told = { written: flags.output, source, date, issuers: issuers.length, skipped, undecided };
      ports.stdout.write(jsonText(told));
      return EXIT.ok;
    }
    for (const { row, subject, why } of skipped)
      ports.stderr.write(`row ${row} skipped: ${plain(why)} (${oneLine(subject)})\n`);
    for (const { keyId = '', owner } of undecided)
      ports.stderr.write(`key ${keyId} kept as it is: whose it is cannot be told (${oneLine(owner)})\n`);
    ports.stdout.write(
      `${plain(flags.output)}: ${issuers.length} issuing keys; ${skipped.length} rows of the report skipped\n`,
    );
    return EXIT.ok;
  });
}

async function delegations(place: string, ports: CliPorts): Promise<ReturnType<typeof listed>> {
  return listed((await octetsFrom(place, "SSLMate's list of issuers", ports)).toString('utf8'));
}

function listed(text: string) {
  const read = readDelegations(text);
  if ('wrong' in read) throw new UsageError(read.wrong);
  return read;
}

function sourceOf({ from, delegated }: RefreshIssuersFlags): string {
  const place = (one: string): string => one.slice(0, 400);
  const without = delegated === undefined ? '' : `; without identifiers delegated by ${place(delegated)}`;
  return `CCADB's report of CAA identifiers, ${place(from)}${without}`;
}

function oneLine(text: string): string {
  return plain(text.replace(/\s+/g, ' '));
}
