import type { Command } from '../command';
import { cutoverCheck } from './cutover-check';
import { cutoverScrub } from './cutover-scrub';

/** What a move from one generation to the other needs besides runs. */
export const cutover: Command = {
  name: 'cutover',
  summary: 'what a move from one generation to the other needs besides runs',
  commands: [cutoverCheck, cutoverScrub],
};
