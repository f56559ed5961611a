import { CaaGuardError } from '../base/error.js';

/** A head that a log signed, as it is kept from one run to the next. */
export interface KeptHead {
  readonly size: number;
  /** 32 octets. */
  readonly root: Buffer;
  /** When it was signed, Unix milliseconds. */
  readonly timestamp: number;
  /** DigitallySigned (RFC 6962, section 3.5): against the log, a head is worth nothing without. */
  readonly signature: Buffer;
}

/** Heads by the id of their log (hex). */
export type KeptHeads = ReadonlyMap<string, KeptHead>;

const FORMAT = 'caa-guard/log-state/1';

/** Reads what `writeLogState` wrote. Throws `CaaGuardError<'LOG_STATE'>` for anything else. */
export function readLogState(text: string): KeptHeads {
  const value = parse(text);
  const { format, logs } = value as { readonly format?: unknown; readonly logs?: unknown };
  if (format !== FORMAT || typeof logs !== 'object' || logs === null)
    throw wrong(`expected "format": "${FORMAT}" and "logs"`);
  return new Map(Object.entries(logs as Record<string, unknown>).map(([id, head]) => [id, headOf(id, head)]));
}

/** The same heads give the same text. */
export function writeLogState(heads: KeptHeads): string {
  const logs = [...heads]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([id, { size, root, timestamp, signature }]) =>
        [
          id,
          { size, root: root.toString('base64'), timestamp, signature: signature.toString('base64') },
        ] as const,
    );
  return `${JSON.stringify({ format: FORMAT, logs: Object.fromEntries(logs) }, null, 2)}\n`;
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw wrong('it is no JSON', cause);
  }
  throw wrong('it is no object');
}

function headOf(id: string, value: unknown): KeptHead {
  const { size, timestamp, ...rest } = (value ?? {}) as {
    readonly size?: unknown;
    readonly root?: unknown;
    readonly timestamp?: unknown;
    readonly signature?: unknown;
  };
  const [root, signature] = [rest.root, rest.signature].map((one) =>
    Buffer.from(typeof one === 'string' ? one : '', 'base64'),
  );
  if (
    !/^[0-9a-f]{64}$/.test(id) ||
    root?.length !== 32 ||
    signature === undefined ||
    !isCount(size) ||
    !isCount(timestamp)
  )
    throw wrong(`the entry ${JSON.stringify(id.slice(0, 80))} is no head of a log`);
  return { size, root, timestamp, signature };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function wrong(why: string, cause?: unknown): CaaGuardError<'LOG_STATE'> {
  return new CaaGuardError(
    'LOG_STATE',
    `expected the file in which an earlier run kept the heads of logs: ${why}. Take it out of the way; the next run writes it anew, and cannot hold logs against what they showed before`,
    cause === undefined ? undefined : { cause },
  );
}
