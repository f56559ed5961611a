/** How a CA reads CAA where readers differ. Data: a new CA's manners are a new entry. */
export interface CaaProfile {
  readonly id: 'strict' | 'letsencrypt';
  readonly title: string;
  /** Issuer domain names are DNS names; some CAs compare them byte for byte. */
  readonly issuerComparison: 'ignore-case' | 'exact';
  /** Whether `AccountURI=` is the parameter `accounturi`, or an unknown one that is ignored. */
  readonly parameterNames: 'ignore-case' | 'exact';
  /** Flag bits that make a property critical. RFC 8659 says 128; 1 is a widespread mistake that some CAs honour. */
  readonly criticalMask: number;
  /** Property tags that the CA knows, lower case: the critical bit on any other blocks issuance. */
  readonly knownTags: readonly string[];
  readonly hyphenInParameterName: boolean;
  /** Whether NXDOMAIN for a bare top-level domain counts as a failed lookup. */
  readonly nxdomainOfTopLevelFails: boolean;
  /** Whether `validationmethods` is read only up to the label that matches, so that a fault behind it is not seen. */
  readonly methodsReadToMatch: boolean;
}

/** The RFCs to the letter, and every registered tag known. */
export const STRICT: CaaProfile = {
  id: 'strict',
  title: 'the RFCs read strictly',
  issuerComparison: 'ignore-case',
  parameterNames: 'ignore-case',
  criticalMask: 0x80,
  knownTags: ['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone'],
  hyphenInParameterName: true,
  nxdomainOfTopLevelFails: false,
  methodsReadToMatch: false,
};

/** Let's Encrypt, as its Boulder does it (va/caa.go, bdns/dns.go). */
export const LETSENCRYPT: CaaProfile = {
  id: 'letsencrypt',
  title: 'Let’s Encrypt',
  issuerComparison: 'exact',
  parameterNames: 'exact',
  criticalMask: 0x81,
  knownTags: ['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc'],
  hyphenInParameterName: false,
  nxdomainOfTopLevelFails: true,
  methodsReadToMatch: true,
};

export const PROFILES: readonly CaaProfile[] = [STRICT, LETSENCRYPT];

/** The profile of the CA that goes by this issuer domain name; strict for whoever is not known to differ. */
export function profileOf(issuer: string): CaaProfile {
  return issuer.toLowerCase() === 'letsencrypt.org' ? LETSENCRYPT : STRICT;
}
