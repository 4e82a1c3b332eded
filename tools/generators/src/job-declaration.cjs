const { names } = require('@nx/devkit');

const servicesFile = 'libs/config/src/services.ts';
const listOfServices = /export const services = \[([^\]]*)\]/;

/** The services there are. */
exports.services = (tree) =>
  [...listOfServices.exec(tree.read(servicesFile, 'utf8'))[1].matchAll(/'(\w+)'/g)].map(([, name]) => name);

/** Adds a service; its readers' grants follow with its entities. */
exports.declareService = (tree, service) => {
  const text = tree.read(servicesFile, 'utf8');
  tree.write(
    servicesFile,
    text.replace(listOfServices, (list) => list.replace(/,?\s*\]$/, `, '${service}']`)),
  );
  for (const generation of ['v2', 'legacy'])
    tree.write(
      `sql/roles/sources/${generation}/${service}.sql`,
      `-- What the reader may select of the ${service} service: the columns that the extraction queries name.\n`,
    );
};

/** libs/jobs/src/<job>.ts, and its line in the table of jobs. */
exports.declareJob = (tree, { name, service, domain, description, at, because }) => {
  const { propertyName } = names(name);
  tree.write(
    `libs/jobs/src/${name}.ts`,
    `import type { ScheduledJob } from './scheduled-job';

/** ${description}. */
export const ${propertyName}: ScheduledJob = {
  name: '${name}',
  service: '${service}',
  entities: [],
  domain: '${domain}',
  nightly: { at: '${at}', because: '${because.replaceAll("'", "\\'")}' },
};
`,
  );
  const table = 'libs/jobs/src/all.ts';
  const text = tree.read(table, 'utf8');
  tree.write(
    table,
    `import { ${propertyName} } from './${name}';\n${text.replace(/,?\s*\];/, `, ${propertyName}];`)}`,
  );
};
