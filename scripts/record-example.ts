import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createNodeExchange, systemClock } from '../src/dns/index.js';
import { createDemo } from '../src/lab/index.js';
import { runCheck } from '../src/survey/check.js';
import { writeEvidence } from '../src/survey/write.js';
import { TOOL } from '../src/cli/tool.js';

/*
 * Records what a check of some domains of the demo sees, for the pictures: docs/pictures/example/{caa-guard.yaml,
 * evidence.json, issuers.json: the table with the lab's CAs}. The lab makes new keys every time, so this is run when what a check asks has changed, and then
 * scripts/render-pictures.ts.
 */

/** The two ways of the jabber.ru case: the certificate that is not ours, and the record that would have prevented it. */
const SHOWN = ['jabber.example', 'example.net', 'example.com'];
const EXAMPLE = path.join(import.meta.dirname, '../docs/pictures/example');

const demo = createDemo({ clock: systemClock });
await demo.start();
const exchange = createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true } });
try {
  demo.drift();
  const [head = '', ...domains] = demo.policy().split(/^(?= {2}\S)/m);
  const policy = [head, ...domains.filter((one) => SHOWN.some((name) => one.startsWith(`  ${name}:`)))].join(
    '',
  );
  const { dns, ct } = demo.lab.access;
  const result = await runCheck(
    { policies: ['caa-guard.yaml'], dns, ct, tool: TOOL },
    { clock: systemClock, readFile: async () => policy, exchange: demo.lab.routed(exchange) },
  );
  if (!result.ok) throw new Error(`the policy of the demo cannot be used: ${JSON.stringify(result.errors)}`);
  await mkdir(EXAMPLE, { recursive: true });
  await writeFile(path.join(EXAMPLE, 'caa-guard.yaml'), policy);
  await writeFile(path.join(EXAMPLE, 'evidence.json'), writeEvidence(result.evidence));
  await writeFile(path.join(EXAMPLE, 'issuers.json'), ct.issuers);
} finally {
  exchange.close();
  await demo.stop();
}
