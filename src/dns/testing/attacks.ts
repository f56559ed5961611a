import { DnsName } from '../../base/name.js';
import { RrType, type Lookup, type Message } from '../model.js';
import { typeNumber } from '../wire/types.js';
import { TestWorld, type Tamper, type WorldOptions } from './world.js';
import { message, oneRecord, TestZone, type ZoneSettings } from './zone.js';

/* What the tests of attacks share: a family of three signed zones, and ways to answer otherwise. */

export const n = (text: string): DnsName => DnsName.parse(text);
export const short = (lookup: Lookup): string => {
  const outcome = 'answer' in lookup ? ` ${lookup.answer.outcome.kind}` : '';
  return `${lookup.state}${outcome}${'reason' in lookup ? ` ${lookup.reason.code}` : ''}`;
};
export const ask = async (world: TestWorld, name: string, type = 'A'): Promise<string> =>
  short(await world.lookup(n(name), typeNumber(type) ?? 0));

export interface Family {
  readonly top: TestZone;
  readonly child: TestZone;
  readonly grandchild: TestZone;
}

export function family(
  settings: ZoneSettings = {},
  childSettings = settings,
  more: readonly string[] = [],
): Family {
  const grandchild = new TestZone('c.p.test', ['www.c.p.test A 192.0.2.3'], settings);
  const child = new TestZone(
    'p.test',
    [
      'www.p.test A 192.0.2.2',
      'c.p.test NS ns.invalid.',
      grandchild.ds(),
      'open.p.test NS ns.invalid.',
      '*.w.p.test A 192.0.2.7',
    ],
    childSettings,
  );
  const top = new TestZone(
    'test',
    ['p.test NS ns.invalid.', child.ds(), 'zz.test A 192.0.2.1', ...more],
    settings,
  );
  return { top, child, grandchild };
}

export const worldOf = (
  { top, child, grandchild }: Family,
  tamper: Tamper,
  options: WorldOptions = {},
): TestWorld => new TestWorld([top, child, grandchild], { ...options, tamper });

/** Answers one question with something else. */
export const instead =
  (name: string, type: number, parts: Partial<Message>): Tamper =>
  (asked, askedType) =>
    asked.equals(n(name)) && askedType === type ? message(asked, type, parts) : undefined;

export const a = (owner: string): ReturnType<typeof oneRecord> =>
  oneRecord(n(owner), RrType.A, Uint8Array.of(203, 0, 113, 66));
