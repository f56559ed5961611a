import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { outside, own, text } from '../base/text.js';
import { commandIn } from '../../test/action/support/runner.js';
import { renderTerminal } from './terminal.js';
import { ALL_OK, BLIND, EVERYTHING, finding, hostileJudgement, judgement } from './testing/fixtures.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const lines = (report: string): string[] => report.split('\n');
const uncolored = (report: string): string => report.replace(/\u001b\[[0-9;]*m/g, '');

describe('the first lines of a report', () => {
  it('say how it stands and what is gravest', () => {
    expect(lines(renderTerminal(EVERYTHING)).slice(0, 5)).toMatchInlineSnapshot(`
      [
        "DRIFT  1 of 5 domains is not as the policy demands; 1 could not be seen.",
        "  critical  example.com  letsencrypt.org may issue to any account: the binding to yours is not",
        "                         deployed",
        "  critical  example.com  Let's Encrypt issued a certificate for xmpp.example.com that is not known",
        "                         to be yours",
      ]
    `);
  });

  it('do not say that all is well of a shard in which no domain falls', () => {
    const report = renderTerminal(judgement({ outcome: 'ok', domains: [], findings: [] }));
    expect(lines(report)[0]).toBe('OK  there was no domain to look at here.');
  });

  it('name three findings at most, and how many more there are', () => {
    const many = Array.from({ length: 7 }, (_, i) => finding({ subject: `n${i}`, title: text`it is ${i}` }));
    const domains = [{ zone: 'example.com', outcome: 'drift' as const, checked: [] }];
    const report = renderTerminal(judgement({ outcome: 'drift', domains, findings: many }));
    expect(lines(report)[4]).toBe('  and 4 more below');
  });

  it('tell findings that read alike once, with how many they are', () => {
    const alike = ['a', 'b', 'c'].map((subject) =>
      finding({ subject, title: own('A certificate is not ours') }),
    );
    const domains = [{ zone: 'example.com', outcome: 'drift' as const, checked: [] }];
    const other = finding({ subject: 'd', title: own('And this') });
    const report = renderTerminal(judgement({ outcome: 'drift', domains, findings: [...alike, other] }));
    expect(lines(report).slice(1, 4)).toEqual([
      '  critical  example.com  A certificate is not ours (3 of these)',
      '  critical  example.com  And this',
      '',
    ]);
  });
});

describe('a report', () => {
  it('shows each finding as a diff, why it matters, how to mend it, and who must', () => {
    expect(renderTerminal(EVERYTHING)).toMatchInlineSnapshot(`
      "DRIFT  1 of 5 domains is not as the policy demands; 1 could not be seen.
        critical  example.com  letsencrypt.org may issue to any account: the binding to yours is not
                               deployed
        critical  example.com  Let's Encrypt issued a certificate for xmpp.example.com that is not known
                               to be yours
        unknown   example.org  certificates of example.org could not be seen: the source answered with
                               HTTP 503

      example.com ---------------------------------------------------------------------------------- drift

        CRITICAL  letsencrypt.org may issue to any account: the binding to yours is not deployed

            - example.com. CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567; validationmethods=dns-01"
            + example.com. CAA 0 issue "letsencrypt.org"  # any account, any method
              example.com. CAA 0 iodef "mailto:security@example.com"

          Why     The CA is right, and everybody can have an account there. Whoever passes one validation
                  for example.com gets a certificate.
                  This is how the attack on jabber.ru worked in 2023.
          Mend    Replace the record by:
                  example.com. IN CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567; validationmethods=dns-01"
          Who     whoever runs the name servers of the zone
          At      caa-guard.yaml:7:7
          Rule    caa/binding-lost (drift, critical)

        CRITICAL  Let's Encrypt issued a certificate for xmpp.example.com that is not known to be yours

            + certificate 9f2c51d0aa77e3b4c8f16d02e95b8a3740c1fe6b2d98a7035e41bb6cf0d2187e
              names       xmpp.example.com
              issuer      CN=E7,O=Let's Encrypt,C=US  # letsencrypt.org
              valid       2026-11-18 to 2027-02-16

          Why     Its CA is one that you allow, so a list of allowed CAs does not see it. Whoever holds
                  its key can answer as xmpp.example.com to every client until it expires.
          Mend    1. If it is yours, add the key under \`certificates\` in the policy.
                  2. If not, treat it as an attack: have it revoked, and look for who can answer for
                     xmpp.example.com.
          Who     you, the owner of the domain
          At      caa-guard.yaml:12:5
          Rule    ct/unknown-certificate (drift, critical)

      example.org ------------------------------------------------------------- unknown: could not be seen

        UNKNOWN   certificates of example.org could not be seen: the source answered with HTTP 503
          Why     A certificate that is not yours would not be noticed now. This says nothing about
                  whether there is one.
          Mend    Run the check again. If it stays, configure a second source.
          Who     the operator of the log
          Rule    survey/unreachable (could not see, high)

      example.net ------------------------------------------------------------------- ok, and this to know

        MEDIUM    signatures of example.net expire in 2 days; the policy asks for 3
          Why     After that no validating CA can look up CAA: renewals fail.
          Mend    Have the zone signed again.
          Who     you, the owner of the domain
          Rule    dnssec/expiring (forecast, medium, does not fail the run)

        WAIVED    a record of example.net has the flags 1, which has no meaning
          Waived  until 2026-12-31 by dns-team: the provider cannot write 0 until its next release
          Mend    Set the flags to 0.
          Who     you, the owner of the domain
          Rule    caa/flags-odd (weakness, low, does not fail the run)

        + deployed, not declared   - declared, not deployed   ~ differs

      ok  example.edu   CAA at 1 name, all answers validated; 2 certificates from 1 source
      ok  example.info  CAA at 1 name, all answers validated

      All about a rule: caa-guard rules caa/binding-lost
      Seen at 2026-11-23 14:06:10 UTC.
      Result: drift. 5 findings in 3 of 5 domains (2 failing, 1 not seen, 1 waived, 1 to know). Exit code 1: something fails the run.
      "
    `);
  });

  it('ends with the result, the numbers and what the exit code means', () => {
    expect(lines(renderTerminal(EVERYTHING, { width: 200 })).at(-2)).toBe(
      'Result: drift. 5 findings in 3 of 5 domains (2 failing, 1 not seen, 1 waived, 1 to know). ' +
        'Exit code 1: something fails the run.',
    );
  });

  it('says on every green line what it rests on', () => {
    expect(renderTerminal(ALL_OK)).toContain(
      'ok  example.edu   CAA at 1 name, all answers validated; 2 certificates from 1 source',
    );
  });

  it('never calls what it could not see ok or drift', () => {
    const blind = judgement({
      outcome: 'unknown',
      domains: [{ zone: 'example.org', outcome: 'unknown', checked: [] }],
      findings: [BLIND],
    });
    const report = renderTerminal(blind);
    expect(lines(report)[0]).toBe('UNKNOWN  the domain could not be seen, and may be as declared or not.');
    expect(report).toContain('unknown: could not be seen');
    expect(report).toContain('Exit code 3: something could not be seen');
    expect(report).not.toMatch(/\bdrift[,.]|all .* domains are/);
  });

  it('names an unknown domain also where no finding says why', () => {
    const domains = [{ zone: 'example.org', outcome: 'unknown' as const, checked: [own('CAA at 1 name')] }];
    const report = renderTerminal(judgement({ outcome: 'unknown', domains }));
    expect(report).toContain('example.org');
    expect(report).toContain('checked CAA at 1 name');
    expect(report).toContain('No finding says why');
    const blindRun = judgement({ outcome: 'unknown', domains, findings: [{ ...BLIND, zone: '' }] });
    expect(renderTerminal(blindRun)).toContain('What could not be seen in the run as a whole');
  });

  it('folds many ok domains, unless all are asked for', () => {
    const domains = Array.from({ length: 60 }, (_, i) => ({
      zone: `d${String(i).padStart(2, '0')}.example`,
      outcome: 'ok' as const,
      checked: [text`CAA at ${i} names.`, own('Certificates: nobody was asked.')],
    }));
    const folded = renderTerminal(judgement({ domains }));
    expect(folded).toContain('ok  d07.example  CAA at 7 names\n');
    expect(folded.match(/nobody was asked/g)).toHaveLength(1);
    expect(folded).toContain('and 35 more domains ok');
    expect(folded).not.toContain('d59.example');
    expect(renderTerminal(judgement({ domains }), { verbose: true })).toContain('d59.example');
  });

  it('has the same words with and without colour, and colour only when asked for', () => {
    const colored = renderTerminal(EVERYTHING, { color: true });
    expect(colored).toContain('\u001b[1;31mDRIFT\u001b[0m');
    expect(uncolored(colored)).toBe(renderTerminal(EVERYTHING));
    expect(renderTerminal(EVERYTHING)).not.toContain('\u001b');
  });

  it('keeps to the width, but for records, which it does not break', () => {
    for (const width of [72, 80, 132])
      for (const line of lines(renderTerminal(EVERYTHING, { width })))
        if (line.length > width) expect(line).toMatch(/CAA|certificate |issuer|names|valid|CN=|acct|^Result/);
  });

  it('shows a long diff up to a bound, and says how much is missing', () => {
    const diff = Array.from({ length: 100 }, () => ({ op: '+' as const, text: own('x') }));
    const report = renderTerminal(judgement({ outcome: 'drift', findings: [finding({ diff })] }));
    expect(report).toContain('and 40 more lines');
  });
});

it('a record to deploy stands below the step that speaks of it, and is not a step', () => {
  const mend = [own('Deploy this:'), text`${outside('example.com. CAA 0 issue ";"')}`, own('Then wait.')];
  const report = renderTerminal(judgement({ outcome: 'drift', findings: [finding({ mend })] }));
  expect(report).toContain(
    '1. Deploy this:\n                 example.com. CAA 0 issue ";"\n            2. Then wait.',
  );
});

describe('hostile values', () => {
  it('reach the report as printable ASCII, and no line of it is a command to a runner', () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        '##[add-mask]a',
        '::error::x',
        '\n::stop-commands::x',
        '\u001b[2J',
        '\u202e',
        '__proto__',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(hostile, fc.boolean(), (value, color) => {
        const report = renderTerminal(hostileJudgement(value), { color, verbose: true });
        expect(uncolored(report)).toMatch(/^[\x20-\x7e\n]*$/);
        for (const line of lines(report)) expect(commandIn(line)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
