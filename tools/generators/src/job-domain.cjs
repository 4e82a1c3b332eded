const { readJson, updateJson, writeJson } = require('@nx/devkit');

/** sql/metrics/<domain>: the folder of the job's tables as a project, and where projects of tables are listed. */
exports.addDomain = (tree, { domain }) => {
  const project = `sql-${domain}`;
  writeJson(tree, `sql/metrics/${domain}/project.json`, {
    ...readJson(tree, 'sql/metrics/orders/project.json'),
    name: project,
  });
  updateJson(tree, 'libs/testing/sql-definitions/package.json', (manifest) => {
    manifest.nx.implicitDependencies.push(project);
    return manifest;
  });
  updateJson(tree, 'sql/package.json', (manifest) => {
    const test = manifest.nx.targets.test.dependsOn.find(({ target }) => target === 'test');
    test.projects.push(project);
    return manifest;
  });
};
