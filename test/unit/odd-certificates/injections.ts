import { sequence, setOf, utf8 } from '../../../src/lab/ct/der.js';
import { nameDer } from '../../../src/lab/ct/certificate.js';
import { row, type OddCase } from './model.js';
import { common, organisation, san, spec } from './parts.js';

const www = ['www.example.com'];

/** Certificates whose text is meant for whoever reports it. */
export const INJECTIONS: readonly OddCase[] = [
  row(
    26,
    'names in an organisation',
    spec(
      {
        subject: sequence(
          setOf(organisation('A, DNS:evil.test\n::error::x')),
          setOf(common(utf8('example.com'))),
        ),
      },
      ['example.com'],
    ),
  ),
  row(26, 'names joined in one', san('evil.test, DNS:example.com')),
  row(26, 'lines and commands in names', san('##[add-mask]a ::error::b\r\n::stop-commands::c.example.com')),
  row(26, 'colours and directions in names', san('\u001b[31m\u202emoc.live\u2066.example.com')),
  row(26, 'HTML in names', san('</code></pre><script>alert(1)</script><!--|`x`.example.com')),
  row(26, 'Markdown in names', san('[a](javascript:b)|@all ```\n# c.example.com')),
  row(
    26,
    'commands in the issuer',
    spec({
      issuer: nameDer([
        ['O', 'A\r\n::error::pwned\u001b[2J'],
        ['CN', '##[error]x</code>`\u202e, CN=R1 %0A::add-mask::y'],
      ]),
    }),
  ),
  row(26, 'commands in the common name', {
    names: www,
    commonName: '::error file=a,line=1::b\n.example.com',
  }),
];
