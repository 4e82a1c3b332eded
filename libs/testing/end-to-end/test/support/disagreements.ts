export { disagreements, settingsOf, type Flags } from '@acme/testing';
