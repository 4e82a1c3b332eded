import { editDistance } from './edit-distance';

/** The known word that was probably meant; undefined where a guess would mislead: further away than half the word. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((word) => ({ word, distance: editDistance(given, word) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= given.length / 2 ? best.word : undefined;
}

/** `did you mean run? `, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const meant = nearest(given, known);
  return meant === undefined ? '' : `did you mean ${meant}? `;
}
