import { CaaGuardError } from '../base/error.js';
import { readHttpUrl } from './http-url.js';

/** A place to ask for certificates, as a person names it. */
export type SourceSpec =
  /** An API of the shape of SSLMate's Cert Spotter. */
  | { readonly kind: 'certspotter'; readonly url?: string }
  | { readonly kind: 'crtsh'; readonly url?: string }
  /** A file or directory of certificates. */
  | { readonly kind: 'files'; readonly path: string }
  /** The directory that `caa-guard tail` keeps. */
  | { readonly kind: 'tail'; readonly path: string }
  /** One log of the log list, read to its last entries; by its description or its id in hex. */
  | { readonly kind: 'log'; readonly log: string };

const FORMS =
  'certspotter, crtsh, files=DIR, tail=DIR, log=NAME (or certspotter=URL, crtsh=URL for one of your own)';

/** Reads `KIND` or `KIND=WHERE`. Throws `CaaGuardError<'SOURCE_INVALID'>`. */
export function parseSource(text: string): SourceSpec {
  const at = text.indexOf('=');
  const kind = at < 0 ? text : text.slice(0, at);
  const where = at < 0 ? undefined : text.slice(at + 1);
  if (where === '') throw invalid(text, 'nothing stands behind the =');
  switch (kind) {
    case 'certspotter':
    case 'crtsh':
      return { kind, ...(where === undefined ? {} : { url: urlOf(where, text) }) };
    case 'files':
    case 'tail':
      if (where === undefined) throw invalid(text, `which directory? ${kind}=DIR`);
      return { kind, path: where };
    case 'log':
      if (where === undefined)
        throw invalid(text, 'which log? log=NAME, as the log list describes it, or its id');
      return { kind, log: where };
    default:
      throw invalid(text, 'it is no kind of source');
  }
}

function urlOf(text: string, whole: string): string {
  const read = readHttpUrl(text);
  if ('href' in read) return read.href;
  throw invalid(
    whole,
    read.wrong === 'scheme'
      ? 'an https:// URL has to stand behind the = (http:// for this machine only)'
      : 'the URL holds a user name or password; tokens are given apart',
  );
}

function invalid(text: string, why: string): CaaGuardError<'SOURCE_INVALID'> {
  const shown = JSON.stringify(text.slice(0, 200));
  return new CaaGuardError('SOURCE_INVALID', `expected a source such as ${FORMS}; got ${shown}: ${why}`);
}
