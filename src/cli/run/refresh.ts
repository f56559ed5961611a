import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../base/error.js';
import { systemCertificateFiles } from '../../ct/source/system-files.js';
import { getOctets } from '../../ct/reader/get.js';
import { EXIT, UsageError } from '../exit.js';
import { plain } from '../plain.js';
import type { CliPorts } from '../ports.js';
import { TOOL } from '../tool.js';
import { urlValue } from '../values.js';

/** Reports of CCADB have some megabytes. */
const MOST_OCTETS = 64 * 1024 * 1024;
const LIMITS = { octets: MOST_OCTETS, requestMs: 60_000, attempts: 3 };
const TOTAL_MS = 120_000;

/** What could not be had though nothing was called wrongly: printed, and exit code 3. */
export class NotHad extends Error {}

/** Octets of a file or of an https: URL. Throws `UsageError` for a place that is none, `NotHad` where the network fails. */
export async function octetsFrom(place: string, what: string, ports: CliPorts): Promise<Buffer> {
  if (!/^https?:/i.test(place)) return fromFile(place, what);
  let url: URL;
  try {
    url = new URL(urlValue(place));
  } catch (cause) {
    throw new UsageError(`expected ${what} at ${JSON.stringify(place)}: ${messageOf(cause)}`, { cause });
  }
  const answer = await getOctets(url, {
    fetch: ports.fetch ?? fetch,
    clock: ports.clock,
    sleep: async (ms, signal) => void (await sleep(ms, undefined, signal === undefined ? {} : { signal })),
    limits: LIMITS,
    deadline: ports.clock.monotonic() + TOTAL_MS,
    signal: ports.signal,
    userAgent: `${TOOL.name}/${TOOL.version} (+https://github.com/org/caa-guard)`,
    accept: '*/*',
    who: 'the server',
  });
  if ('body' in answer) return answer.body;
  throw new NotHad(`${what} could not be had from ${url.href}: ${answer.detail}`);
}

async function fromFile(path: string, what: string): Promise<Buffer> {
  try {
    const [file] = await systemCertificateFiles.list(path, 1);
    if (file?.path !== path) throw new Error('it is no file');
    if (file.octets > MOST_OCTETS) throw new Error(`it has more than ${MOST_OCTETS} octets`);
    return Buffer.from(await systemCertificateFiles.read(path));
  } catch (cause) {
    const code = (cause as { readonly code?: unknown } | undefined)?.code;
    const why = code === 'ENOENT' ? 'there is no such file' : messageOf(cause);
    throw new UsageError(`expected ${what} at ${JSON.stringify(path)}: ${why}`, { cause });
  }
}

/** Runs the work; what could not be had is told, and is neither success nor wrong use. */
export async function orNotHad(ports: CliPorts, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof NotHad)) throw thrown;
    ports.stderr.write(`error: ${plain(thrown.message)}\n`);
    return EXIT.unknown;
  }
}

/** Writes all of the file or nothing. */
export async function keep(path: string, text: string, what: string, { files }: CliPorts): Promise<void> {
  try {
    await files.replace(path, text);
  } catch (cause) {
    throw new UsageError(`expected to write ${what} to ${JSON.stringify(path)}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
