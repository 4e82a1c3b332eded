const { lintProject } = require('./lint-project.cjs');

// One project needs its own files and what they import only: half of what the whole workspace costs.
module.exports = async function lint(options, { root, projectName, projectsConfigurations }) {
  const { root: folder } = projectsConfigurations.projects[projectName];
  const { success, terminalOutput } = await lintProject(root, folder, {
    ...options,
    tsconfig: `${folder}/tsconfig.json`,
  });
  process.stdout.write(terminalOutput);
  return { success };
};
