export { canariesOf, findCanaries } from './canaries';
export { copyPlanOf, type CopyPlan } from './copy-plan';
export { createCopyTokeniser } from './copy-tokeniser';
export { Hmac } from './hmac';
export { keyringFileWarning } from './keyring-file';
export { generateKeyring, parseKeyring, readKeyring, type Keyring } from './keyring';
export { mask } from './mask';
export { normalisationVersion, normalise } from './normalise';
export { createTokenOf } from './token-of';
