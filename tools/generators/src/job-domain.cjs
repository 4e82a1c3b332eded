const { readJson, updateJson, writeJson } = require('@nx/devkit');

/** sql/metrics/<domain>: the folder of the job's tables as a project, and where projects of tables are listed. */
exports.addDomain = (tree, { domain }) => {
  const project = `sql-${domain}`;
  writeJson(tree, `sql/metrics/${domain}/project.json`, {
    ...readJson(tree, 'sql/metrics/orders/project.json'),
    name: project,
  });
  // As text, so that the rest keeps the shape that people gave it.
  tree.write(
    'nx.json',
    tree
      .read('nx.json', 'utf8')
      .replace(/("metrics": \[\s*\{\s*"projects": \[[^\]]*")(\s*\])/, `$1, "${project}"$2`),
  );
  updateJson(tree, 'sql/package.json', (manifest) => {
    const test = manifest.nx.targets.test.dependsOn.find(({ target }) => target === 'test');
    test.projects.push(project);
    return manifest;
  });
};
