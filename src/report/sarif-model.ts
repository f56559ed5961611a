import type { Plain } from './safe.js';

/*
 * As much of SARIF 2.1.0 (OASIS, errata 01) as is written. Section numbers are those of the standard.
 */

export type SarifLevel = 'error' | 'warning' | 'note';

/** Section 3.11. */
export interface SarifMessage {
  readonly text: Plain;
}

/** Section 3.49: a rule. GitHub reads `security-severity` of it, and none of a result. */
export interface SarifRule {
  readonly id: string;
  readonly shortDescription: SarifMessage;
  readonly fullDescription: SarifMessage;
  readonly helpUri?: string;
  /** `markdown` is our own words alone. */
  readonly help: { readonly text: Plain; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: {
    readonly tags: readonly string[];
    readonly precision: 'high';
    /** A number as text: from 9.0 critical, 7.0 high, 4.0 medium, 0.1 low. */
    readonly 'security-severity'?: string;
  };
}

/** Section 3.30: lines and columns count from 1, the end column is exclusive. */
export interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Section 3.28. */
export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: Plain; readonly uriBaseId?: '%SRCROOT%' };
    readonly region: SarifRegion;
  };
}

/** Section 3.27. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: SarifLevel;
  readonly message: SarifMessage;
  readonly locations: readonly [SarifLocation];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly {
    readonly kind: 'external';
    readonly status: 'accepted';
    readonly justification: Plain;
  }[];
  readonly properties: {
    readonly domain: Plain;
    readonly kind: string;
    readonly severity: string;
    readonly fails: boolean;
  };
}

/** Section 3.58. */
export interface SarifNotification {
  readonly level: SarifLevel;
  readonly message: SarifMessage;
  readonly associatedRule?: { readonly id: string; readonly index: number };
}

/** Sections 3.13 and 3.14. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly name: string;
          readonly version: string;
          readonly semanticVersion: string;
          readonly rules: readonly SarifRule[];
        };
      };
      readonly automationDetails: { readonly id: string };
      readonly columnKind: 'utf16CodeUnits';
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly endTimeUtc: string;
          readonly toolExecutionNotifications?: readonly SarifNotification[];
        },
      ];
      readonly results: readonly SarifResult[];
    },
  ];
}
