/** A name of a certificate, as far as its host depends on it. */
export interface NameOfCertificate {
  readonly kind: string;
  /** `cn`: a common name, which may be a mail address and does not say so. */
  readonly from: 'san' | 'cn';
  readonly value: string;
}

/**
 * What in a name is the host: of a mail address its domain, of a URI what stands before port, path, query and fragment
 * (RFC 3986, section 3), else all of it. Whoever looks for names, and whoever judges them, has to take the same.
 */
export function hostText({ kind, from, value }: NameOfCertificate): {
  readonly host: string;
  readonly email: boolean;
} {
  const at = value.lastIndexOf('@');
  const email = kind === 'email' || (from === 'cn' && at > 0) || (kind === 'uri' && /^mailto:/i.test(value));
  return { host: email ? value.slice(at + 1) : kind === 'uri' ? authority(value) : value, email };
}

function authority(uri: string): string {
  return uri.replace(/^[a-z][a-z0-9+.-]{0,20}:(?:\/\/)?/i, '').split(/[/?#]/, 1)[0] ?? '';
}
