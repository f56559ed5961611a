import { NO_MATCH, ODD_NAME, type WatchItem, type WatchList } from '../watch/watch-list.js';
import { readCertificate } from '../x509/read.js';
import { scanNames, type VisitName } from '../x509/scan.js';
import type { EntryBatch } from './entry-batch.js';
import { certificateOf } from './match.js';

/** What an entry concerns: nobody, an item of the list, or whoever it may be, since it cannot be read. */
export type Concern = 'nobody' | 'anybody' | WatchItem;

/**
 * Tells entries that concern the list from the others, in place: names are found by a walk over the octets, and only a
 * certificate that is not of the plain form is parsed in full.
 */
export class Concerns {
  #octets: Buffer = Buffer.alloc(0);
  #found = NO_MATCH;

  constructor(private readonly list: WatchList) {}

  of(batch: EntryBatch, at: number): Concern {
    const signed = batch.signedStart(at);
    if (signed < 0) return 'anybody';
    this.#octets = batch.octets;
    this.#found = NO_MATCH;
    const end = batch.signedEnd(signed);
    const whole = scanNames(batch.octets, signed, end, this.#visit);
    if (this.#found >= 0) return this.#item();
    return whole ? 'nobody' : this.#parsed(batch.octets.subarray(signed, end), batch.kind(at) === 'precert');
  }

  readonly #visit: VisitName = (kind, start, end) => {
    if (this.#found >= 0 || kind === 'ip') return;
    // A mail address or a URI is odd, and counts by the host in it.
    const found = this.list.find(this.#octets, start, end);
    if (found !== ODD_NAME) this.#found = found;
    else {
      const from = kind === 'cn' ? 'cn' : 'san';
      this.#found = this.list.findName({ kind, from, value: this.#octets.toString('latin1', start, end) });
    }
  };

  /** All that the tolerant reader finds; a certificate in which a name may hide concerns anybody. */
  #parsed(octets: Buffer, isTbs: boolean): Concern {
    const { names, problems } = readCertificate(isTbs ? certificateOf(octets) : octets);
    for (const name of names) {
      if (name.kind === 'ip') continue;
      this.#found = this.list.findName(name);
      if (this.#found >= 0) return this.#item();
    }
    return problems.length > 0 ? 'anybody' : 'nobody';
  }

  #item(): Concern {
    return this.list.items[this.#found] ?? 'anybody';
  }
}
