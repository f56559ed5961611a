import { DnsName } from '../base/name.js';
import type { CertificateFacts } from '../ct/model.js';
import { guardedName } from '../rules/facts/certificate-names.js';

/** Whether a certificate holds a name that concerns the domain, as far as its names could be read. */
export function concerns(domain: string): (facts: CertificateFacts) => boolean {
  const apex = DnsName.parse(domain);
  return ({ names }) => names.some((name) => guardedName(apex, name) !== undefined);
}
