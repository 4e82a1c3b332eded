import type { LockPatience } from './lock-wait';
import type { RunBase } from './run-base';

/** What publishing metric tables needs: no source. */
export interface PublishContext extends RunBase {
  /** How much is held against what was published before it is brought up to date; absent: a share of the slices. */
  readonly verify?: 'everything' | 'nothing';
  /** With locks that others hold. */
  readonly patience: LockPatience;
}
