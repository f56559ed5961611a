/** A way of validation, as RFC 8657, section 4, names it in `validationmethods`. */
export interface Method {
  readonly label: string;
  readonly says: string;
  /** True if somebody on the network path to a host of the domain (web or mail) can pass it without touching DNS: the way of jabber.ru. */
  readonly onPath: boolean;
}

/**
 * IANA "ACME Validation Methods", and the `ca-tbr-<n>` family (Baseline Requirements 3.2.2.4.<n>, ballot SC-098v2).
 */
export const METHODS: readonly Method[] = [
  { label: 'dns-01', says: 'TXT record at _acme-challenge', onPath: false },
  { label: 'dns-account-01', says: 'TXT record at a label of the account', onPath: false },
  { label: 'dns-persist-01', says: 'standing TXT record at _validation-persist', onPath: false },
  { label: 'http-01', says: 'file under /.well-known on port 80', onPath: true },
  { label: 'tls-alpn-01', says: 'self-signed certificate on port 443', onPath: true },
  { label: 'onion-csr-01', says: 'key of an onion service', onPath: false },
  { label: 'email-reply-00', says: 'reply to a message (S/MIME)', onPath: false },
  { label: 'ca-tbr-4', says: 'code by e-mail to admin@ and the like', onPath: true },
  { label: 'ca-tbr-7', says: 'DNS change', onPath: false },
  { label: 'ca-tbr-13', says: 'code by e-mail to the contact in CAA', onPath: true },
  { label: 'ca-tbr-14', says: 'code by e-mail to the contact in TXT', onPath: true },
  { label: 'ca-tbr-16', says: 'call to the telephone number in TXT', onPath: false },
  { label: 'ca-tbr-17', says: 'call to the telephone number in CAA', onPath: false },
  { label: 'ca-tbr-18', says: 'agreed-upon change to a website', onPath: true },
  { label: 'ca-tbr-19', says: 'agreed-upon change to a website, ACME', onPath: true },
  { label: 'ca-tbr-20', says: 'TLS using ALPN', onPath: true },
  { label: 'ca-tbr-21', says: 'DNS label with account id', onPath: false },
  { label: 'ca-tbr-22', says: 'DNS TXT record with persistent value', onPath: false },
];

export function methodOf(label: string): Method | undefined {
  return METHODS.find((method) => method.label === label);
}

/** RFC 8657, section 4: label = 1*(ALPHA / DIGIT / "-"). A method of a CA's own begins with `ca-`. */
export function isMethodLabel(label: string): boolean {
  return /^[A-Za-z0-9-]+$/.test(label);
}
