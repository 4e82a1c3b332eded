const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { formatFiles } = require('@nx/devkit');
const { planTable } = require('./table-plan.cjs');
const { caseYaml, definitionYaml, querySql } = require('./table-files.cjs');
const { oracleFile, oracleTs } = require('./oracle-file.cjs');
const { nextSteps } = require('./mistake.cjs');

/** Makes the files of a metric table. */
module.exports = async function metricTable(tree, options) {
  const plan = planTable(tree, options);
  addTable(tree, plan);
  await formatFiles(tree);
  return () => {
    updateDocs(tree.root);
    nextSteps(`${plan.table} counts rows of ${plan.reads}.`, [
      `Say what else it tells: query.sql and definition.yaml in sql/metrics/${plan.domain}/${plan.name}`,
      `npx nx run sql-${plan.domain}:test                            its cases, on a real PostgreSQL`,
      `npx acme-etl run ${plan.job}`,
      `npx acme-etl query "select * from ${plan.table} order by 1 desc limit 10"`,
      plan.oracle
        ? `Compute the same once more, from the source rows, in ${oracleFile(plan)}`
        : `Compute it once more, from the source rows, in a file of libs/testing/oracle/src/${plan.domain}`,
      'npx nx run sql-definitions:docs                         whenever the definition has changed',
    ]);
  };
};

function addTable(tree, plan) {
  const folder = `sql/metrics/${plan.domain}/${plan.name}`;
  tree.write(`${folder}/definition.yaml`, definitionYaml(plan));
  tree.write(`${folder}/query.sql`, querySql(plan));
  tree.write(`${folder}/tests/${plan.slice}s.yaml`, caseYaml(plan));
  if (plan.oracle) tree.write(oracleFile(plan), oracleTs(plan));
}
module.exports.addTable = addTable;

/** docs/metrics.md is made from the definitions, docs/settings.md from the settings (`config`). */
function updateDocs(root, ...projects) {
  for (const project of ['testing/sql-definitions', ...projects]) {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/jest/bin/jest.js'), 'test/docs.spec.ts'],
      {
        cwd: join(root, 'libs', project),
        env: { ...process.env, UPDATE_DOCS: '1' },
        encoding: 'utf8',
      },
    );
    if (status !== 0) console.warn(`docs were not written anew:\n${stderr}`);
  }
}
module.exports.updateDocs = updateDocs;
