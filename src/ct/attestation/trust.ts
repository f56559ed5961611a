import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial, Verifier } from '@sigstore/verify';
import { CaaGuardError, messageOf } from '../../base/error.js';

/** One Sigstore instance that is trusted to say who signed. */
export interface Trust {
  readonly name: string;
  readonly verifier: Verifier;
  /** Its attestations stand in a transparency log: one without an entry does not count. */
  readonly logged: boolean;
}

/**
 * Reads a trusted root (Sigstore's `TrustedRoot` message as JSON): the public good instance's, or GitHub's own, as
 * `gh attestation trusted-root` prints it, one to a line. An instance with a transparency log has to have logged, with
 * one SCT for its certificate; one without has to have a timestamp. Throws `CaaGuardError<'TRUSTED_ROOT_INVALID'>`.
 */
export function readTrust(name: string, json: string): readonly Trust[] {
  const lines = json.trimStart().startsWith('{') && !/\}\s*\n\s*\{/.test(json) ? [json] : json.split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => trustOf(name, line));
}

function trustOf(name: string, json: string): Trust {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(json) as object);
    if (root.certificateAuthorities.length === 0) throw new Error('it names no certificate authority');
    const logged = root.tlogs.length > 0;
    const verifier = new Verifier(toTrustMaterial(root), {
      tlogThreshold: logged ? 1 : 0,
      ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
      timestampThreshold: 1,
    });
    return { name, verifier, logged };
  } catch (cause) {
    throw new CaaGuardError(
      'TRUSTED_ROOT_INVALID',
      `expected a Sigstore trusted root as JSON (\`gh attestation trusted-root\` prints them); ${name} is none: ${messageOf(cause)}`,
      { cause },
    );
  }
}
