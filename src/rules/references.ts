import type { Reference } from './model.js';

/** A section of an RFC. */
export function rfc(number: number, section?: string): Reference {
  return section === undefined
    ? { label: `RFC ${number}`, url: `https://www.rfc-editor.org/rfc/rfc${number}` }
    : {
        label: `RFC ${number}, section ${section}`,
        url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
      };
}

/** A section of the CA/Browser Forum's Baseline Requirements for TLS certificates. */
export function baseline(section: string): Reference {
  return {
    label: `Baseline Requirements, section ${section}`,
    url: 'https://cabforum.org/working-groups/server/baseline-requirements/requirements/',
  };
}

/** The case that this project was made for. */
export const JABBER_RU: Reference = {
  label: 'The jabber.ru interception of 2023',
  url: 'https://notes.valdikss.org.ru/jabber.ru-mitm/',
};
