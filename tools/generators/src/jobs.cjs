// The jobs' declarations, read as text: a generator works without a build.
const { basename } = require('node:path');

const folder = 'libs/jobs/src';

/** The declared jobs: name, service and domain. */
const jobs = (exports.jobs = (tree) =>
  tree
    .children(folder)
    .filter((file) => /-analytics\.ts$/.test(file))
    .map((file) => {
      const text = tree.read(`${folder}/${file}`, 'utf8');
      const field = (name) => new RegExp(`^ {2}${name}: '([^']+)'`, 'm').exec(text)?.[1];
      return { name: basename(file, '.ts'), service: field('service'), domain: field('domain') };
    }));

exports.jobOfDomain = (tree, domain) => jobs(tree).find((job) => job.domain === domain)?.name;
