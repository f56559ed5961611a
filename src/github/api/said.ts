import { inert } from '../../report/inert.js';
import type { Answer } from './call.js';

/** What GitHub says went wrong, inert and in one line: `message` of its answer, and the fields that it names (`errors`). */
export function saidIn({ body }: Pick<Answer, 'body'>): string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return body.length === 0 ? 'nothing more' : 'nothing that is JSON';
  }
  const { message, errors } = (value ?? {}) as { readonly message?: unknown; readonly errors?: unknown };
  const parts = [message, ...(Array.isArray(errors) ? (errors as readonly unknown[]).slice(0, 5) : [])].map(
    partOf,
  );
  return inert(parts.filter((part) => part !== '').join('; ')) || 'nothing more';
}

/** `{resource, field, code}` of a validation that failed, or a sentence. */
function partOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null) return '';
  const { field, code, message } = part as Readonly<Record<string, unknown>>;
  return [field, code, message].filter((one) => typeof one === 'string').join(' ');
}

/** Whether GitHub names `code` in the errors of an answer: `already_exists`, say. */
export function namesError({ body }: Pick<Answer, 'body'>, code: string): boolean {
  try {
    const { errors } = JSON.parse(body.toString('utf8')) as { readonly errors?: unknown };
    return (
      Array.isArray(errors) &&
      errors.some((one) => (one as { readonly code?: unknown } | null)?.code === code)
    );
  } catch {
    return false;
  }
}
