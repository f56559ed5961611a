/**
 * As much of the Protocol Buffers encoding as Terraform's plugin protocol needs: varints and length-delimited fields
 * (https://protobuf.dev/programming-guides/encoding/).
 *
 *     field = varint(number << 3 | type), type 0: varint, type 2: varint(length) octets
 */
export type Field = readonly [number: number, value: number | boolean | string | Uint8Array | undefined];

/** Fields in order; what is absent, `false` and 0 is left out, as proto3 does. */
export function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (value === undefined || value === false || value === 0) return [];
      if (typeof value === 'number' || value === true) return [varint(number << 3), varint(Number(value))];
      const octets = typeof value === 'string' ? Buffer.from(value) : value;
      return [varint((number << 3) | 2), varint(octets.length), octets];
    }),
  );
}

/** Every value of each length-delimited field, by number. Other fields are skipped. */
export function fieldsOf(octets: Buffer): ReadonlyMap<number, readonly Buffer[]> {
  const found = new Map<number, Buffer[]>();
  let at = 0;
  const read = (): number => {
    let [value, shift] = [0, 0];
    for (;;) {
      const octet = octets[at++] ?? 0;
      value += (octet & 0x7f) * 2 ** shift;
      if (octet < 0x80) return value;
      shift += 7;
    }
  };
  while (at < octets.length) {
    const tag = read();
    if ((tag & 7) === 0) read();
    else if ((tag & 7) === 1) at += 8;
    else if ((tag & 7) === 5) at += 4;
    else {
      const length = read();
      const value = octets.subarray(at, at + length);
      at += length;
      found.set(tag >> 3, [...(found.get(tag >> 3) ?? []), value]);
    }
  }
  return found;
}

function varint(value: number): Buffer {
  const octets: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    octets.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...octets, rest]);
}
