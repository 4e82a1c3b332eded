const { lintProject } = require('./lint-project.cjs');

// Most of what linting one project costs is loading ESLint, its plugins and the types: here it is paid once.
module.exports = async function* lintBatch(taskGraph, inputs, _overrides, { root, projectsConfigurations }) {
  for (const task of Object.values(taskGraph.tasks)) {
    const { root: folder } = projectsConfigurations.projects[task.target.project];
    yield { task: task.id, result: await lintProject(root, folder, inputs[task.id]) };
  }
};
