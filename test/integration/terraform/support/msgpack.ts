/**
 * As much of MessagePack as Terraform's values need (https://github.com/msgpack/msgpack/blob/master/spec.md). What is not known yet is
 * an extension of type 0 or 12.
 */
class Unknown {
  readonly #unknown = true;

  static is(value: unknown): value is Unknown {
    return value instanceof Unknown && value.#unknown;
  }
}
export const UNKNOWN = new Unknown();
export type Value =
  null | boolean | number | string | Buffer | Unknown | readonly Value[] | { readonly [key: string]: Value };

export function encode(value: Value): Buffer {
  if (value === null) return Buffer.of(0xc0);
  if (Unknown.is(value)) return Buffer.of(0xd4, 0, 0);
  if (typeof value === 'boolean') return Buffer.of(value ? 0xc3 : 0xc2);
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= 0 && value < 0x80) return Buffer.of(value);
    const octets = Buffer.alloc(9, 0xcb);
    octets.writeDoubleBE(value, 1);
    return octets;
  }
  if (typeof value === 'string') {
    const octets = Buffer.from(value);
    return Buffer.concat([head(octets.length, 0xdb), octets]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([head(value.length, 0xc6), value]);
  if (Array.isArray(value))
    return Buffer.concat([head(value.length, 0xdd), ...(value as readonly Value[]).map(encode)]);
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Buffer.concat([
    head(entries.length, 0xdf),
    ...entries.flatMap(([key, one]) => [encode(key), encode(one)]),
  ]);
}

/** The form with a length of 32 bits: any reader takes it. */
function head(length: number, format: number): Buffer {
  const octets = Buffer.alloc(5, format);
  octets.writeUInt32BE(length, 1);
  return octets;
}

export function decode(octets: Buffer): Value {
  let at = 0;
  const uint = (size: number): number => {
    const value = octets.readUIntBE(at, size);
    at += size;
    return value;
  };
  const bytes = (length: number): Buffer => octets.subarray(at, (at += length));
  const list = (length: number): Value[] => Array.from({ length }, () => next());
  const map = (length: number): Value =>
    Object.fromEntries(Array.from({ length }, () => [next() as string, next()] as const));
  const extension = (length: number): Value => {
    bytes(length + 1);
    return UNKNOWN;
  };
  function next(): Value {
    const format = uint(1);
    if (format < 0x80) return format;
    if (format < 0x90) return map(format & 0xf);
    if (format < 0xa0) return list(format & 0xf);
    if (format < 0xc0) return bytes(format & 0x1f).toString();
    if (format >= 0xe0) return format - 0x100;
    if (format >= 0xd4 && format <= 0xd8) return extension(2 ** (format - 0xd4));
    switch (format) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return bytes(uint(2 ** (format - 0xc4)));
      case 0xc7:
      case 0xc8:
        return extension(uint(2 ** (format - 0xc7)));
      case 0xca:
        return bytes(4).readFloatBE();
      case 0xcb:
        return bytes(8).readDoubleBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return uint(2 ** (format - 0xcc));
      case 0xcf:
        return Number(bytes(8).readBigUInt64BE());
      case 0xd0:
        return bytes(1).readInt8();
      case 0xd1:
        return bytes(2).readInt16BE();
      case 0xd2:
        return bytes(4).readInt32BE();
      case 0xd3:
        return Number(bytes(8).readBigInt64BE());
      case 0xd9:
      case 0xda:
      case 0xdb:
        return bytes(uint(2 ** (format - 0xd9))).toString();
      case 0xdc:
      case 0xdd:
        return list(uint(2 ** (format - 0xdb)));
      case 0xde:
      case 0xdf:
        return map(uint(2 ** (format - 0xdd)));
      default:
        throw new Error(`unexpected format ${format.toString(16)}`);
    }
  }
  return next();
}
