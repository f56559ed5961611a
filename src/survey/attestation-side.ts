import {
  createDirectoryFinder,
  createGithubFinder,
  PUBLIC_GOOD,
  readTrust,
  type AttestationSide,
  type GithubFinderOptions,
  type Trust,
} from '../ct/attestation/index.js';
import { diskReader } from '../policy/index.js';
import type { AttestationOptions, CheckPorts } from './check-model.js';

/** Whom signatures under attestations are traced back to. Throws `CaaGuardError` for a trusted root that does not read. */
export function trustOf(trustedRoot: string | undefined): readonly Trust[] {
  return [
    ...readTrust(PUBLIC_GOOD.name, PUBLIC_GOOD.json),
    ...(trustedRoot === undefined ? [] : readTrust('the trusted root that was given', trustedRoot)),
  ];
}

/** Where attestations are looked for: a directory, if one is named, and GitHub, unless that is off. */
export function attestationSide(
  { directory, github = {}, trustedRoot }: AttestationOptions,
  ports: CheckPorts,
  http: Omit<GithubFinderOptions, 'token' | 'baseUrl'>,
): AttestationSide {
  const readFile = ports.readFile ?? ((path: string) => diskReader.readFile(path));
  return {
    finders: [
      ...(directory === undefined ? [] : [createDirectoryFinder(directory, readFile)]),
      ...(github === 'off'
        ? []
        : [
            createGithubFinder({
              ...http,
              ...(github.token === undefined ? {} : { token: github.token }),
              ...(github.url === undefined ? {} : { baseUrl: github.url }),
            }),
          ]),
    ],
    trust: trustOf(trustedRoot),
  };
}
