declare module 'tr46' {
  export interface ToAsciiOptions {
    readonly checkBidi?: boolean;
    readonly checkHyphens?: boolean;
    readonly checkJoiners?: boolean;
    readonly useSTD3ASCIIRules?: boolean;
    readonly transitionalProcessing?: boolean;
    readonly verifyDNSLength?: boolean;
  }
  /** The name as A-labels, or null if it is refused. */
  export function toASCII(name: string, options?: ToAsciiOptions): string | null;
}
