import {
  ageOf,
  isSignedByGoogle,
  packagedLogList,
  readSignedLogList,
  refusalOf,
  type LogList,
} from '../../ct/loglist/index.js';
import { readLogList } from '../../ct/loglist/read.js';
import { EXIT, UsageError } from '../exit.js';
import { plain } from '../plain.js';
import type { CliPorts } from '../ports.js';
import type { RefreshLogListFlags } from '../refresh-command.js';
import { keep, NotHad, octetsFrom, orNotHad } from './refresh.js';
import { jsonText } from '../json-text.js';

/** `refresh log-list`: a list of logs that Google signed, held against the one in use. */
export function runRefreshLogList(flags: RefreshLogListFlags, ports: CliPorts): Promise<number> {
  return orNotHad(ports, async () => {
    const octets = await octetsFrom(flags.from, 'a list of logs', ports);
    const signature = await octetsFrom(
      flags.signature ?? signatureOf(flags.from),
      'the signature of the list of logs',
      ports,
    );
    const read = readSignedLogList(octets, signature);
    if (!read.ok) throw new NotHad(`the list of logs from ${flags.from} cannot be used: ${read.problem}`);
    const list = read.value;
    const refused = refusalOf(list, await inUse(flags.output, ports));
    if (refused !== undefined)
      throw new NotHad(`the list of logs from ${flags.from} is not taken: ${refused}`);
    await keep(flags.output, octets.toString('utf8'), 'the list of logs', ports);
    await keep(`${flags.output}.sig`, `${signature.toString('base64')}\n`, 'its signature', ports);
    tell(list, flags, ports);
    return EXIT.ok;
  });
}

/** Lists are published as `log_list.json`, with `log_list.sig` beside. */
function signatureOf(from: string): string {
  if (/\.json$/.test(from)) return from.replace(/\.json$/, '.sig');
  throw new UsageError(
    `expected a list whose name ends in .json, got ${JSON.stringify(from)}: say with --signature where its signature is`,
  );
}

/** The list that would be replaced, if it is one that Google signed; else the one that ships with caa-guard. */
async function inUse(output: string, { files }: CliPorts): Promise<LogList> {
  const packaged = packagedLogList();
  try {
    const octets = Buffer.from(await files.read(output));
    const signature = Buffer.from(await files.read(`${output}.sig`), 'base64');
    const list = isSignedByGoogle(octets, signature) ? readLogList(octets.toString('utf8')) : undefined;
    return list?.ok === true && list.value.timestamp > packaged.timestamp ? list.value : packaged;
  } catch {
    return packaged;
  }
}

function tell(list: LogList, flags: RefreshLogListFlags, ports: CliPorts): void {
  const { age, days } = ageOf(list, ports.clock.now());
  const { bogus, mimic, malformed, repeated } = list.dropped;
  const dropped = bogus + mimic + malformed + repeated;
  if (flags.json === true) {
    const told = {
      written: flags.output,
      version: list.version,
      made: new Date(list.timestamp).toISOString(),
      age,
      logs: list.logs.length,
      dropped: list.dropped,
    };
    ports.stdout.write(jsonText(told));
    return;
  }
  if (age === 'aged' || age === 'stale')
    ports.stderr.write(`warning: the list is ${days} days old: a newer one should be there\n`);
  ports.stdout.write(
    `${plain(flags.output)}: ${list.logs.length} logs, version ${plain(list.version)} of ${new Date(list.timestamp).toISOString().slice(0, 10)}, signed by Google; ${dropped} entries left out\n`,
  );
}
