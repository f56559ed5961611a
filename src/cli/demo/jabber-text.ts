import type { JabberDeployment } from '../../lab/index.js';
import type { Paint } from '../paint.js';
import type { Fate, JabberCase, ReplayedEvent } from './replay.js';

const COLUMNS: Readonly<Record<JabberDeployment, string>> = {
  'as-it-was': 'no CAA',
  baseline: 'baseline',
  strict: 'strict',
  sealed: 'sealed',
};

/** The replay for people: a table of the six rogue requests, and what each way of guarding would have done. */
export function jabberText({ events, noticed }: JabberCase, paint: Paint): string {
  const attacks = events.filter(({ kind }) => kind === 'attack');
  const renewals = events.filter(({ kind }) => kind === 'renewal');
  const fate = (deployment: JabberDeployment): Fate | undefined =>
    attacks[0]?.fates.find((one) => one.deployment === deployment);
  const served = renewals.filter(({ fates }) =>
    fates.every((one) => one.verdict === 'allowed' && one.found === undefined),
  );
  const found = fate('baseline')?.found;
  return [
    paint.bold('The jabber.ru case of 2023: a reconstruction'),
    '',
    'For at least 90 days somebody inside the hosting network read the traffic of jabber.ru and xmpp.ru, with valid',
    'certificates from the CA that the owner used too. DNS and the list of allowed CAs looked right the whole time.',
    'Names, days and beginnings of serials are those of the public report. Keys, accounts and the owner’s renewals are',
    'made up, and that the attacker was validated by http-01 is an assumption. Here a lab CA stands in for Let’s Encrypt;',
    'each request is decided on CAA records asked for over DNS, and an hourly check reads what the lab’s CT shows.',
    '',
    ...tableOf(attacks, paint),
    '',
    `${paint.bold('no CAA')}    as it was: nothing was declared in DNS. Nobody asked "is this certificate ours?" then; it was noticed on`,
    `          ${noticed}, when a rogue certificate had expired. An hourly check that knows the owner's key tells at once.`,
    `${paint.bold('baseline')}  CAA names the CA. Not prevented: it is the right CA. But the check does not ask which CA, it asks whose key:`,
    ...(found === undefined
      ? []
      : [
          `          ${found.at}  ${found.rules.join(', ')}: ${found.title}`,
          `          That is ${daysBetween(found.at, noticed)} days before it was noticed.`,
        ]),
    `${paint.bold('strict')}    CAA is bound to the owner's account and to dns-01, in a signed zone. Prevented; of the record the CA says:`,
    `          ${fate('strict')?.why ?? ''}`,
    `${paint.bold('sealed')}    CAA denies all, but for two hours at each renewal. Prevented; of the record the CA says:`,
    `          ${fate('sealed')?.why ?? ''}`,
    '',
    `The owner's own ${renewals.length} renewals: ${served.length} were served and made no noise under all four.`,
    '',
    'It rests on the CA honouring account and method (all public CAs must from 2027-03-15) and on DNSSEC. Whoever owns',
    'the machine can take the key itself, and whoever controls the registrar can take the zone.',
    '',
  ].join('\n');
}

function tableOf(attacks: readonly ReplayedEvent[], paint: Paint): readonly string[] {
  const head = ['issued', 'for', 'serial', ...Object.values(COLUMNS)];
  const rows = attacks.map(({ day, names, serial, fates }) => [
    day,
    names.join(', '),
    `${serial ?? ''}...`,
    ...Object.keys(COLUMNS).map((deployment) => cellOf(fates.find((one) => one.deployment === deployment))),
  ]);
  const widths = head.map((word, i) => Math.max(word.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd();
  const coloured = (text: string): string =>
    text
      .replaceAll('refused', paint.green('refused'))
      .replaceAll('issued, unseen', paint.red('issued, unseen'));
  return [paint.dim(line(head)), ...rows.map((row) => coloured(line(row)))];
}

function cellOf(fate: Fate | undefined): string {
  if (fate?.verdict === 'denied') return 'refused';
  if (fate?.verdict !== 'allowed') return 'not decided';
  return fate.found === undefined ? 'issued, unseen' : `issued, found ${fate.found.at.slice(5)}`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from.slice(0, 10))) / 86_400_000);
}
