// Types are read once; without this typescript-eslint prepares for edits, which costs half the time again.
process.env.TSESTREE_SINGLE_RUN = 'true';
const { ESLint } = require('eslint');

/**
 * Lints the folder of a project, relative to the workspace's root; a warning fails it as an error does. `tsconfig` names
 * what types are read by: eslint.config.mjs names that of the workspace.
 */
exports.lintProject = async function lintProject(root, folder, { fix = false, tsconfig } = {}) {
  const overrideConfig = tsconfig && {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: tsconfig } },
  };
  const eslint = new ESLint({ cwd: root, fix, overrideConfig, errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles([folder]);
  if (fix) await ESLint.outputFixes(results);
  const found = results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0);
  const formatter = await eslint.loadFormatter('stylish');
  return { success: !found, terminalOutput: await formatter.format(results) };
};
