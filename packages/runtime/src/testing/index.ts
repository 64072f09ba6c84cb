export { createSelfSigned, type SelfSigned, type SelfSignedOptions } from './self-signed.ts';
