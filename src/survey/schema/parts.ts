import * as v from 'valibot';
import { isBase64 } from '../bytes.js';
import { typeNumber } from '../lookup-evidence.js';

/* What the parts of the evidence format are made of: text and lists are bounded, numbers and octets are what they are called. */

/** Latest time that a JavaScript Date can hold. */
const LAST_TIME = 8.64e15;

export const shortText = v.pipe(v.string(), v.maxLength(1_024, 'at most 1024 characters'));
export const longText = v.pipe(v.string(), v.maxLength(16_384, 'at most 16384 characters'));
const WHEN = 'Unix time in whole milliseconds';
export const time = v.pipe(
  v.number(),
  v.integer(WHEN),
  v.minValue(-LAST_TIME, WHEN),
  v.maxValue(LAST_TIME, WHEN),
);
const SPAN = 'a span of time, zero or more';
export const span = v.pipe(v.number(), v.minValue(0, SPAN), v.maxValue(LAST_TIME, SPAN));
const NAME = 'a DNS name in presentation form';
export const name = v.pipe(v.string(), v.minLength(1, NAME), v.maxLength(1_024, NAME));

export const type = v.pipe(
  v.string(),
  v.check((text) => typeNumber(text) !== undefined, 'an RR type such as CAA or TYPE65280'),
);

const COUNT = 'a whole number, zero or more';
export const count = v.pipe(v.number(), v.safeInteger(COUNT), v.minValue(0, COUNT));

export const base64 = (octets: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil(octets / 3) * 4, `at most ${octets} octets`),
    v.check(isBase64, 'base64 with padding (RFC 4648, section 4)'),
  );

export const hex = (octets?: number) =>
  octets === undefined
    ? v.pipe(
        v.string(),
        v.maxLength(1_024, 'at most 1024 digits'),
        v.regex(/^([0-9a-f]{2})*$/, 'lower-case hex'),
      )
    : v.pipe(
        v.string(),
        v.regex(new RegExp(`^[0-9a-f]{${octets * 2}}$`), `${octets} octets in lower-case hex`),
      );

export const list = <const Schema extends v.GenericSchema>(schema: Schema, most: number) =>
  v.pipe(v.array(schema), v.maxLength(most, `at most ${most} entries`));

export const failure = v.strictObject({ code: shortText, detail: longText });
