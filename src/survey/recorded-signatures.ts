import { parseMessage, RrType } from '../dns/index.js';
import { fromBase64, toBase64 } from './bytes.js';
import type { ExchangeEvidence } from './evidence.js';

/**
 * Every signature that stands in a recorded answer. Where servers sign on the fly nearly every lookup asks for one, so the
 * answers are read once, and only if any does.
 */
export class RecordedSignatures {
  readonly #exchanges: readonly ExchangeEvidence[];
  #all: ReadonlySet<string> | undefined;

  constructor(exchanges: readonly ExchangeEvidence[]) {
    this.#exchanges = exchanges;
  }

  /** Whether a signature, RDATA in base64 as evidence has it, was in any of the answers. */
  has(signature: string): boolean {
    this.#all ??= new Set(this.#exchanges.flatMap(signaturesIn));
    return this.#all.has(signature);
  }
}

function signaturesIn({ response }: ExchangeEvidence): readonly string[] {
  const parsed = response === undefined ? undefined : parseMessage(fromBase64(response));
  if (parsed?.ok !== true) return [];
  const { answer, authority, additional } = parsed.message;
  return [...answer, ...authority, ...additional]
    .filter(({ type }) => type === RrType.RRSIG)
    .map(({ rdata }) => toBase64(rdata));
}
