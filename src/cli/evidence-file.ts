import { messageOf } from '../base/error.js';
import type { Evidence } from '../survey/evidence.js';
import type { RejudgeOptions } from '../survey/rejudge.js';
import { writeEvidence } from '../survey/write.js';
import { readNamed, UsageError } from './exit.js';
import type { JudgeFlags } from './judge-command.js';
import type { CliPorts } from './ports.js';

/** Writes evidence where `--evidence` says. Rejects with `UsageError`. */
export async function keepEvidence(
  path: string,
  evidence: Evidence,
  { files }: Pick<CliPorts, 'files'>,
): Promise<void> {
  try {
    await files.write(path, writeEvidence(evidence), { overwrite: true });
  } catch (cause) {
    // V8 makes no text of more than half a gigabyte.
    const why =
      cause instanceof RangeError
        ? 'it is too long for one file; keep the files that it was made of'
        : messageOf(cause);
    throw new UsageError(`expected to write evidence to ${JSON.stringify(path)}: ${why}`, { cause });
  }
}

/** What evidence is held against and judged as of, with its files read. */
export async function recheckOptions(
  { trustAnchor, issuers, trustedRoot, replay, at }: JudgeFlags,
  { files }: Pick<CliPorts, 'files'>,
): Promise<Pick<RejudgeOptions, 'trustAnchor' | 'issuers' | 'trustedRoot' | 'replay' | 'at'>> {
  return {
    ...(trustAnchor === undefined
      ? {}
      : { trustAnchor: await readNamed(files, trustAnchor, 'a trust anchor file') }),
    ...(issuers === undefined ? {} : { issuers: await readNamed(files, issuers, 'a table of issuers') }),
    ...(trustedRoot === undefined
      ? {}
      : { trustedRoot: await readNamed(files, trustedRoot, 'a Sigstore trusted root') }),
    replay,
    ...(at === undefined ? {} : { at }),
  };
}
