import { CaaGuardError } from './error.js';

/** Longest name on the wire, length octets and root included (RFC 1035, section 3.1). */
export const MAX_NAME_OCTETS = 255;
/** Longest label (RFC 1035, section 3.1). */
export const MAX_LABEL_OCTETS = 63;

/**
 * A domain name: a list of labels, each a string of bytes (RFC 1035, section 3.1; RFC 2181, section 11).
 * Labels may hold dots and bytes over 0x7f. Immutable. Two names are the same if their `key`s are.
 */
export class DnsName {
  static readonly root = new DnsName([]);

  #key: string | undefined;

  private constructor(
    /** Labels from the leftmost to the one below the root, in the case in which they came. */
    readonly labels: readonly Uint8Array[],
  ) {}

  /** Throws `CaaGuardError<'NAME_INVALID'>` for an empty or too long label and for a name over 255 octets. */
  static fromLabels(labels: readonly Uint8Array[]): DnsName {
    if (labels.length === 0) return DnsName.root;
    let octets = 1;
    for (const label of labels) {
      if (label.length === 0) throw invalid('has an empty label', presentation(labels));
      if (label.length > MAX_LABEL_OCTETS)
        throw invalid(`has a label of ${label.length} octets; 63 are allowed`, presentation(labels));
      octets += label.length + 1;
    }
    if (octets > MAX_NAME_OCTETS)
      throw invalid(`takes ${octets} octets on the wire; 255 are allowed`, presentation(labels));
    return new DnsName(labels);
  }

  /**
   * Reads the presentation form of RFC 1035, section 5.1: labels separated by dots, `\.` and `\DDD` as escapes,
   * with or without the final dot (names are always taken as absolute). `.` is the root.
   * Non-ASCII characters are refused: a U-label has to be turned into an A-label first.
   */
  static parse(text: string): DnsName {
    if (text === '.') return DnsName.root;
    if (text === '') throw invalid('is empty; write "." for the root', text);
    const labels: Uint8Array[] = [];
    let label: number[] = [];
    let ended = false;
    for (let i = 0; i < text.length; i++) {
      ended = false;
      const code = text.charCodeAt(i);
      if (code > 0x7f) throw invalid('holds a non-ASCII character; write it as an A-label (xn--…)', text);
      if (code === 0x2e) {
        if (label.length === 0) throw invalid('has an empty label', text);
        labels.push(Uint8Array.from(label));
        label = [];
        ended = true;
      } else if (code === 0x5c) {
        const digits = /^[0-9]{3}/.exec(text.slice(i + 1, i + 4))?.[0];
        const escaped = digits === undefined ? text.charCodeAt(i + 1) : Number(digits);
        if (Number.isNaN(escaped) || escaped > 0xff) throw invalid('has a broken escape', text);
        label.push(escaped);
        i += digits === undefined ? 1 : 3;
      } else label.push(code);
    }
    if (!ended) labels.push(Uint8Array.from(label));
    return DnsName.fromLabels(labels);
  }

  /** Identity of the name: lower-cased labels (ASCII only, RFC 4343), length octet before each, as a binary string. */
  get key(): string {
    this.#key ??= keyOf(this.labels);
    return this.#key;
  }

  get isRoot(): boolean {
    return this.labels.length === 0;
  }

  /** True for a name whose leftmost label is the single octet `*` (RFC 4592, section 2.1.1). */
  get isWildcard(): boolean {
    const first = this.labels[0];
    return first !== undefined && first.length === 1 && first[0] === 0x2a;
  }

  /** The name without its leftmost label; `undefined` for the root. */
  get parent(): DnsName | undefined {
    return this.isRoot ? undefined : this.ancestor(this.labels.length - 1);
  }

  equals(other: DnsName): boolean {
    return this === other || this.key === other.key;
  }

  /** The name made of the rightmost `count` labels. */
  ancestor(count: number): DnsName {
    if (count <= 0) return DnsName.root;
    if (count >= this.labels.length) return this;
    const ancestor = new DnsName(this.labels.slice(-count));
    ancestor.#key = this.#suffixKey(this.labels.length - count);
    return ancestor;
  }

  /** Key of the name without its leftmost `above` labels. */
  #suffixKey(above: number): string {
    let octets = 0;
    for (let i = 0; i < above; i++) octets += (this.labels[i]?.length ?? 0) + 1;
    return this.key.slice(octets);
  }

  /** True if this name is `other` or lies below it. */
  isAtOrBelow(other: DnsName): boolean {
    const above = this.labels.length - other.labels.length;
    return above >= 0 && this.#suffixKey(above) === other.key;
  }

  isBelow(other: DnsName): boolean {
    return this.labels.length > other.labels.length && this.isAtOrBelow(other);
  }

  /** The longest name that both are at or below. */
  commonAncestor(other: DnsName): DnsName {
    let count = Math.min(this.labels.length, other.labels.length);
    while (this.#suffixKey(this.labels.length - count) !== other.#suffixKey(other.labels.length - count))
      count--;
    return this.ancestor(count);
  }

  /** `label` put before this name. Throws like `fromLabels`. */
  child(label: Uint8Array | string): DnsName {
    const octets = typeof label === 'string' ? new TextEncoder().encode(label) : label;
    return DnsName.fromLabels([octets, ...this.labels]);
  }

  /** Uncompressed wire form, case kept. */
  toWire(): Uint8Array {
    return wireOf(this.labels);
  }

  /** Canonical wire form: uncompressed, ASCII letters lower-cased (RFC 4034, section 6.2). */
  toCanonicalWire(): Uint8Array {
    const wire = wireOf(this.labels);
    // length octets are at most 63 and so never taken for a letter
    for (let i = 0; i < wire.length; i++) wire[i] = lowerOctet(wire[i] ?? 0);
    return wire;
  }

  /** Canonical order (RFC 4034, section 6.1): label by label from the right, as unsigned octets, lower-cased. */
  compare(other: DnsName): number {
    const most = Math.min(this.labels.length, other.labels.length);
    for (let i = 1; i <= most; i++) {
      const order = compareLabels(
        this.labels[this.labels.length - i] ?? new Uint8Array(),
        other.labels[other.labels.length - i] ?? new Uint8Array(),
      );
      if (order !== 0) return order;
    }
    return this.labels.length - other.labels.length;
  }

  /** Presentation form without the final dot, escapes as in RFC 1035, section 5.1, case kept; the root is `.`. */
  toString(): string {
    return presentation(this.labels);
  }

  /** Presentation form in lower case: the form in which names are kept in policies, evidence and findings. */
  toCanonicalString(): string {
    return presentation(this.labels.map((label) => label.map(lowerOctet)));
  }
}

function lowerOctet(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}

function keyOf(labels: readonly Uint8Array[]): string {
  const codes: number[] = [];
  for (const label of labels) {
    codes.push(label.length);
    for (let i = 0; i < label.length; i++) codes.push(lowerOctet(label[i] ?? 0));
  }
  return String.fromCharCode(...codes);
}

function compareLabels(a: Uint8Array, b: Uint8Array): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) {
    const order = lowerOctet(a[i] ?? 0) - lowerOctet(b[i] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function wireOf(labels: readonly Uint8Array[]): Uint8Array {
  let length = 1;
  for (const label of labels) length += label.length + 1;
  const wire = new Uint8Array(length);
  let at = 0;
  for (const label of labels) {
    wire[at++] = label.length;
    for (let i = 0; i < label.length; i++) wire[at++] = label[i] ?? 0;
  }
  return wire;
}

function presentation(labels: readonly Uint8Array[]): string {
  if (labels.length === 0) return '.';
  let text = '';
  for (let i = 0; i < labels.length; i++) {
    if (i > 0) text += '.';
    for (const octet of labels[i] ?? []) text += ESCAPED[octet] ?? '';
  }
  return text;
}

function escapedOctet(octet: number): string {
  if (octet <= 0x20 || octet >= 0x7f) return `\\${String(octet).padStart(3, '0')}`;
  const character = String.fromCharCode(octet);
  return /["().;@$\\]/.test(character) ? `\\${character}` : character;
}

/** Every octet as it is written; names are turned into text too often to work that out each time. */
const ESCAPED: readonly string[] = Array.from({ length: 256 }, (_, octet) => escapedOctet(octet));

function invalid(why: string, text: string): CaaGuardError<'NAME_INVALID'> {
  return new CaaGuardError(
    'NAME_INVALID',
    `expected a domain name such as www.example.com; ${JSON.stringify(text.slice(0, 300))} ${why}`,
  );
}
