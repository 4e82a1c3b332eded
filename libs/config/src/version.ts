/** Put into the bundle when it is built. */
declare const ACME_VERSION: string | undefined;

/** The version and commit of this program, such as `0.1.0 (1a2b3c4d5e6f)`; `dev` from its source. */
export const programVersion: string = typeof ACME_VERSION === 'string' ? ACME_VERSION : 'dev';
