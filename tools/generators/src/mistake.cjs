/** A mistake in what a generator was asked for: told without a stack. */
exports.mistake = (message) => {
  const error = new Error(message);
  error.stack = message;
  return error;
};

/** What stays to be done, printed when all files are written. */
exports.nextSteps = (title, steps) => {
  console.log(`\n${title} Next:\n${steps.map((step, nth) => `  ${nth + 1}. ${step}`).join('\n')}\n`);
};
