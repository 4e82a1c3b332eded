/** A case that says what cannot be, or that its table does not fulfil: with file and line, and nothing of our own stack. */
export class CaseError extends Error {
  override readonly name = 'CaseError';

  constructor(place: string, what: string, options?: ErrorOptions) {
    super(`${place}: ${what}`, options);
    this.stack = this.message;
  }
}

/** What went wrong, in the server's own words where it was the server that said so. */
export const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
};
