import { shownArgument, UsageError } from '@acme/errors';
import type { OpenDatabases } from '@acme/runner';
import { cutoverCheck } from './cutover-check';
import { cutoverScrub } from './cutover-scrub';

/** What a move from one generation to the other needs besides runs. */
export async function cutover(
  open: OpenDatabases,
  [command, ...rest]: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  if (command === 'check') return cutoverCheck(open, rest, say);
  if (command === 'scrub') return cutoverScrub(open, rest, say);
  throw new UsageError(
    command === undefined ? 'cutover needs a command' : `cutover has no command ${shownArgument(command)}`,
    'name check or scrub: acme-etl help',
  );
}
