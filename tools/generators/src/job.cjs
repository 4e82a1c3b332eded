const { formatFiles } = require('@nx/devkit');
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { addApp, symlinkDockerfile } = require('./job-app.cjs');
const { addDomain } = require('./job-domain.cjs');
const { declareJob, declareService, services } = require('./job-declaration.cjs');
const { jobs } = require('./jobs.cjs');
const { addTable, updateDocs } = require('./metric-table.cjs');
const { mistake, nextSteps } = require('./mistake.cjs');
const { planTable } = require('./table-plan.cjs');

/** Makes the files of a job, and adds it to the tables from which everything else follows. */
module.exports = async function job(tree, options) {
  refuseWhatIsThere(tree, options);
  const isNewService = !services(tree).includes(options.service);
  const description = options.description ?? `Tables of the domain ${options.domain}`;
  const made = { ...options, description: description.replace(/\.$/, '') };
  if (isNewService) declareService(tree, options.service);
  declareJob(tree, made);
  addApp(tree, made);
  addDomain(tree, made);
  if (options.table)
    addTable(
      tree,
      planTable(tree, { ...options, name: options.table, description: undefined }, options.name),
    );
  await formatFiles(tree);
  return () => {
    symlinkDockerfile(tree.root, options.name);
    makeManifests(tree.root);
    updateDocs(tree.root, 'config');
    nextSteps(`${options.name} is there, with its CronJob, its image and its tests.`, [
      isNewService
        ? `Its entities: docs in CONTRIBUTING.md, "An entity"; name them in libs/jobs/src/${options.name}.ts`
        : `It loads nothing of its own: its tables read what other jobs load. Entities go into libs/jobs/src/${options.name}.ts`,
      options.table
        ? `Its table: sql/metrics/${options.domain}/${options.table}`
        : `Its first table: npx nx g @acme/generators:metric-table NAME --domain=${options.domain} --reads=…`,
      `npx nx run ${options.name}:serve                    on the local default`,
      'npx acme-etl run all && npx acme-etl status',
      `npx nx run-many -t test -p ${options.name},jobs; npx nx run k8s:test-manifests`,
    ]);
  };
};

function refuseWhatIsThere(tree, { name, service, domain, table, reads }) {
  const present = jobs(tree);
  if (present.some((each) => each.name === name)) throw mistake(`there is a job ${name} already`);
  const owner = present.find((each) => each.domain === domain);
  if (owner) throw mistake(`the domain ${domain} is that of ${owner.name}`);
  if (!/^[a-z][a-z0-9_]*$/.test(domain) || domain === 'v1')
    throw mistake(`${domain} cannot be the name of a domain`);
  if (!/^[a-z]+$/.test(service)) throw mistake(`${service}: a service's name is of small letters`);
  if (table && !reads) throw mistake('--table needs --reads, the relation that it counts');
}

/** The manifests follow from the table of jobs. */
function makeManifests(root) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), 'src/make.ts'],
    {
      cwd: join(root, 'k8s'),
      encoding: 'utf8',
    },
  );
  if (status !== 0) console.warn(`manifests were not made (npx nx run k8s:make):\n${stderr}`);
}
