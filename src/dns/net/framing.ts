/*
 * RFC 1035, section 4.2.2 and RFC 7766, section 8: each message over TCP or TLS is prefixed with a field of two
 * octets that gives its length, the field itself not counted.
 */

/** `message` with its length before it, in one buffer so that both leave in one segment. */
export function framed(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(message.length + 2);
  frame[0] = message.length >> 8;
  frame[1] = message.length & 0xff;
  frame.set(message, 2);
  return frame;
}

/**
 * Cuts a stream into messages, however its octets arrive. No more than one message of 65,535 octets is held:
 * the length field cannot say more, and each whole message is handed on at once.
 */
export function deframer(onMessage: (message: Uint8Array) => void): (chunk: Uint8Array) => void {
  let prefix: number[] = [];
  let message: Uint8Array | undefined;
  let filled = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length;) {
      if (message === undefined) {
        prefix.push(chunk[at++] ?? 0);
        if (prefix.length < 2) continue;
        message = new Uint8Array(((prefix[0] ?? 0) << 8) | (prefix[1] ?? 0));
        prefix = [];
        filled = 0;
      }
      const part = chunk.subarray(at, at + message.length - filled);
      message.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < message.length) continue;
      const whole = message;
      message = undefined;
      onMessage(whole);
    }
  };
}
