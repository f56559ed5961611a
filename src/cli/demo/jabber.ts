import { renderText } from '../../base/text.js';
import { inert } from '../../report/index.js';
import type { Paint } from '../paint.js';
import { attackersRequest, loadControls, type Control } from './controls.js';
import { ATTACKER_METHOD, NOTICED, ROGUE_ISSUANCES, type RogueIssuance } from './jabber-case.js';
import { OWNER_KEY, sightings, type Sighting } from './sightings.js';

/** What one control would have done about one issuance. */
export interface Effect {
  readonly control: Control['id'];
  /** What the CA had to decide, for each name of the certificate. */
  readonly decisions: readonly { readonly name: string; readonly verdict: string; readonly why: string }[];
  readonly prevented: boolean;
  /** Day of the daily run that would have found it, and what it would have said; where it was issued all the same. */
  readonly found?: { readonly day: string; readonly rules: readonly string[]; readonly title: string };
}

export interface Replay {
  readonly reconstruction: true;
  readonly noticed: string;
  readonly issuances: readonly (RogueIssuance & { readonly effects: readonly Effect[] })[];
}

/** The case under each control: decided by the CAA room, and found by the judge, as they stand in this program. */
export async function replayJabber(): Promise<Replay> {
  const controls = await loadControls(OWNER_KEY);
  const seen = new Map(controls.map((control) => [control.id, sightings(control)]));
  return {
    reconstruction: true,
    noticed: NOTICED,
    issuances: ROGUE_ISSUANCES.map((issuance) => ({
      ...issuance,
      effects: controls.map((control) => effectOf(control, issuance, seen.get(control.id) ?? [])),
    })),
  };
}

function effectOf(control: Control, issuance: RogueIssuance, seen: readonly Sighting[]): Effect {
  // A CA may go by what it saw for up to eight hours; the attacker asks in the middle of the day.
  const at = Date.parse(`${issuance.from}T12:00:00Z`);
  const decisions = issuance.names.map((name) => {
    const { verdict, words, records } = attackersRequest(control, name, at);
    const why = records.find(({ relevant }) => relevant)?.why ?? words;
    return { name, verdict, why: renderText(why, inert) };
  });
  // One name that is refused is enough: the CA may not issue the certificate then.
  const prevented = decisions.some(({ verdict }) => verdict === 'denied');
  const sighting = seen.find((one) => one.issuance === issuance);
  const [first] = sighting?.findings ?? [];
  if (prevented || sighting === undefined || first === undefined)
    return { control: control.id, decisions, prevented };
  const rules = sighting.findings.map(({ rule }) => rule);
  const found = { day: dayOf(sighting.at), rules, title: renderText(first.title, inert) };
  return { control: control.id, decisions, prevented, found };
}

const COLUMNS: Readonly<Record<Control['id'], string>> = {
  nothing: 'nothing declared',
  baseline: 'baseline',
  strict: 'strict',
  sealed: 'sealed',
};

export function jabberText({ issuances, noticed }: Replay, paint: Paint): string {
  const [first] = issuances;
  const found = first?.effects.find(({ control }) => control === 'baseline')?.found;
  const denied = (control: Control['id']): string =>
    first?.effects.find((one) => one.control === control)?.decisions[0]?.why ?? '';
  const earlier = found === undefined ? 0 : days(found.day, noticed);
  return [
    paint.bold('The jabber.ru case of 2023: a reconstruction'),
    '',
    'For at least 90 days somebody inside the hosting network read the traffic of jabber.ru and xmpp.ru, with valid',
    'certificates from the CA that the owner used too. DNS and the list of allowed CAs looked right the whole time.',
    'Dates, names and serials are those of the public report; keys, accounts and renewals are made up, and that the',
    `attacker was validated by ${ATTACKER_METHOD} is an assumption. The decisions below are made by this program.`,
    '',
    ...tableOf(issuances, paint),
    '',
    paint.bold('nothing declared'),
    `  Nobody asks "is this certificate ours?". Noticed on ${noticed}, when a rogue certificate had expired.`,
    paint.bold('baseline') + '  (CAs: letsencrypt.org; every certificate must be one of ours)',
    '  Not prevented: it is the right CA. But every rogue certificate is found by the next daily run:',
    ...(found === undefined ? [] : [`  ${found.day}  ${found.rules.join(', ')}: ${found.title}`]),
    `  That is ${earlier} days before it was noticed.`,
    paint.bold('strict') + '  (CAA bound to the account and to dns-01, in a signed zone)',
    `  Prevented: the CA must refuse. Of the record it says: ${denied('strict')}.`,
    paint.bold('sealed') + '  (CAA denies all, but for two hours at each renewal)',
    `  Prevented: the CA must refuse. Of the record it says: ${denied('sealed')}.`,
    '',
    'It rests on the CA honouring account and method (all public CAs must from 2027-03-15) and on DNSSEC. Whoever owns',
    'the machine can take the key itself, and whoever controls the registrar can take the zone.',
    '',
  ].join('\n');
}

function tableOf(issuances: Replay['issuances'], paint: Paint): string[] {
  const head = ['issued', 'for', 'serial', ...Object.values(COLUMNS)];
  const rows = issuances.map(({ from, names, serial, effects }) => [
    from,
    names.join(', '),
    `${serial}...`,
    ...effects.map(cellOf),
  ]);
  const widths = head.map((word, i) => Math.max(word.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd();
  return [
    paint.dim(line(head)),
    ...rows.map((row) =>
      line(row)
        .replaceAll('refused', paint.green('refused'))
        .replaceAll('issued, unseen', paint.red('issued, unseen')),
    ),
  ];
}

function cellOf({ prevented, found }: Effect): string {
  if (prevented) return 'refused';
  return found === undefined ? 'issued, unseen' : `issued, found ${found.day}`;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
