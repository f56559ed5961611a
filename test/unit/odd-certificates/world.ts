import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTrustedLogList } from '../../../src/ct/index.js';
import { followedLogs, runTail } from '../../../src/ct/tail/index.js';
import { createNodeExchange, systemClock, type Clock } from '../../../src/dns/index.js';
import { createLab, CrtshServer, CtIndex, type Issued, type Lab } from '../../../src/lab/index.js';
import { issueOdd, type OddRequest } from '../../../src/lab/ct/odd.js';
import type { Judgement } from '../../../src/rules/model.js';
import { runCheck } from '../../../src/survey/check.js';
import type { SourceSpec } from '../../../src/survey/source-spec.js';
import { ENCODINGS } from './encodings.js';
import { FORMS, NOW } from './forms.js';
import { INJECTIONS } from './injections.js';
import { type OddCase, type Way } from './model.js';
import { NAMES } from './names.js';
import { OTHERS, OUR_KEYS, OURS } from './others.js';

const HOUR = 3_600_000;
const DOMAINS = ['example.com', 'a.b.example.net', 'xn--bcher-kva.test'];
export const CASES: readonly OddCase[] = [...NAMES, ...FORMS, ...ENCODINGS, ...INJECTIONS];

/** A lab in which all certificates of the table were issued, logged, indexed and written to files. */
export class OddWorld {
  readonly #clock: Clock = { now: () => NOW + HOUR, monotonic: () => systemClock.monotonic() };
  readonly #lab: Lab = createLab({ clock: this.#clock, seed: 'odd' });
  /** A search of this shape is read to its newest 200: so there are two. */
  readonly #halves = [0, 1].map(() => {
    const index = new CtIndex(() => this.#clock.now());
    return { index, server: new CrtshServer({ index }) };
  });
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'caa-guard-odd-'));
  readonly #files = path.join(this.#directory, 'files');
  readonly #tail = path.join(this.#directory, 'tail');
  /** What the TBS without poison and SCT list of a certificate says of its row. */
  readonly #rows = new Map<string, OddCase>();
  /** Digest of the TBS by that of the certificate, of all that came in evidence. */
  readonly #digests = new Map<string, string>();
  readonly #harmless = new Set<string>();
  #written = 0;
  #shown = 0;

  constructor(private readonly cases: readonly OddCase[] = CASES) {}

  async start(): Promise<void> {
    for (const name of DOMAINS)
      this.#lab.addZone({ name, records: [['@', 'CAA', '0 issue "letsencrypt.org"']] });
    mkdirSync(this.#files);
    for (const row of this.cases) this.#issueRow(row);
    for (const request of OTHERS) this.#issueHarmless(request, 'somebody');
    for (const request of OURS) this.#issueHarmless(request, 'ours');
    await this.#lab.start();
    await Promise.all(this.#halves.map(({ server }) => server.start()));
    await this.#follow();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#halves.map(({ server }) => server.stop()));
    await this.#lab.stop();
    rmSync(this.#directory, { recursive: true });
  }

  /** The whole check by one way. */
  async check(way: Way): Promise<Judgement> {
    const network = createNodeExchange({ clock: this.#clock, destinations: { allowPrivate: true } });
    const { dns, ct } = this.#lab.access;
    const policy = this.#policy();
    const result = await runCheck(
      {
        policies: ['lab.yaml'],
        dns,
        ct: { ...ct, proof: 'off', sources: this.#sources(way) },
        tool: { name: 'caa-guard', version: '0' },
      },
      { clock: this.#clock, exchange: this.#lab.routed(network), readFile: async () => policy },
    ).finally(() => network.close());
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    for (const { issuance } of result.evidence.domains)
      for (const { certificates } of issuance)
        for (const { facts } of certificates) this.#digests.set(facts.sha256, facts.tbsSha256);
    return result.judgement;
  }

  /** The row of the certificate that a finding names; `undefined`: none of the table. */
  rowOf(subject: string): OddCase | undefined {
    return this.#rows.get(subject) ?? this.#rows.get(this.#digests.get(subject) ?? '');
  }

  /** How many of the certificates that are none of the table have come in evidence. */
  get harmless(): number {
    return [...this.#harmless].filter((digest) => this.#digests.has(digest)).length;
  }

  #issueRow(row: OddCase): void {
    const { request, key = 'mallory', ca, shown = 'both', loggedIn, twice = false } = row;
    const [classic, tiled] = this.#lab.logs.map(({ log }) => log);
    const logs = loggedIn === undefined ? {} : { logs: [tiled!] };
    const issued = this.#issue({ ...request, ...logs }, key, ca);
    this.#show(issued, shown);
    const all = [issued];
    if (twice) {
      const serial = Buffer.from(issued.serial, 'hex');
      const again = this.#issue({ ...request, serial, logs: [classic!] }, key, ca);
      this.#show(again, 'certificate');
      all.push(again);
    }
    for (const { precertificate, certificate, tbsSha256 } of all)
      for (const digest of [tbsSha256, ...[precertificate, certificate].map(sha256)])
        this.#rows.set(digest, row);
  }

  #issueHarmless(request: Partial<OddRequest>, key: string): void {
    const issued = this.#issue(request, key);
    this.#show(issued);
    this.#harmless.add(sha256(issued.certificate));
  }

  #issue(request: Partial<OddRequest>, key: string, ca = 'letsencrypt.org'): Issued {
    return issueOdd(this.#lab.ca(ca), {
      names: [],
      publicKey: this.#lab.publicKey(key),
      notBefore: NOW,
      loggedAt: NOW,
      found: DOMAINS,
      ...request,
    });
  }

  #show(issued: Issued, as: 'precertificate' | 'certificate' | 'both' = 'both'): void {
    this.#lab.index.add(issued, { as, seenAt: NOW });
    this.#halves[this.#shown++ % 2]?.index.add(issued, { as, seenAt: NOW });
    const ders = { precertificate: issued.precertificate, certificate: issued.certificate };
    for (const [half, der] of Object.entries(ders))
      if (as === half || as === 'both') writeFileSync(path.join(this.#files, `${this.#written++}.der`), der);
  }

  #policy(): string {
    const keys = [this.#lab.publicKey('ours'), ...OUR_KEYS].map(sha256);
    const domain = (name: string): string =>
      `  ${name}:\n    issue: [letsencrypt.org]\n    certificates: {keys: [${keys.join(', ')}]}\n`;
    return `version: 1\ndomains:\n${DOMAINS.map(domain).join('')}`;
  }

  #sources(way: Way): readonly SourceSpec[] {
    switch (way) {
      case 'certspotter':
        return [{ kind: 'certspotter' }];
      case 'crtsh':
        return this.#halves.map(({ server }) => ({ kind: 'crtsh', url: server.url }));
      case 'files':
        return [{ kind: 'files', path: this.#files }];
      case 'rfc6962 log':
        return [{ kind: 'log', log: 'Lab log 1' }];
      case 'static log':
        return [{ kind: 'log', log: 'Lab log 2' }];
      case 'tail':
        return [{ kind: 'tail', path: this.#tail }];
    }
  }

  /** Follows both logs once, from their beginning. */
  async #follow(): Promise<void> {
    const list = readTrustedLogList(Buffer.from(this.#lab.access.ct.logList.text));
    if (!list.ok) throw new Error(list.problem);
    await runTail(
      {
        logs: followedLogs(list.value),
        watch: DOMAINS.map((name) => ({ name, below: true })),
        directory: this.#tail,
        once: true,
        startAtEnd: false,
        intervalMs: 1_000,
        rate: [],
        userAgent: 'caa-guard test',
      },
      {
        fetch,
        clock: this.#clock,
        sleep: async (ms) => void (await sleep(ms)),
        report: () => undefined,
        signal: AbortSignal.timeout(60_000),
      },
    );
  }
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}
