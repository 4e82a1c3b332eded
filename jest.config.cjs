// All projects in one run: `npm test` without the deep suites (*.deep.spec.ts), `npm run test:deep` with nothing else.
// Suites of libs/testing/servers and k8s have targets of their own.
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const ownTargets = ['libs/testing/servers'];
const projects = ['apps', 'libs', 'libs/dev', 'libs/testing']
  .flatMap((folder) => readdirSync(join(__dirname, folder)).map((name) => `${folder}/${name}`))
  .filter(
    (project) => existsSync(join(__dirname, project, 'jest.config.cjs')) && !ownTargets.includes(project),
  )
  .map((project) => `<rootDir>/${project}`);

module.exports = {
  projects: [...projects, '<rootDir>/libs/testing/sql-cases/jest.cases.cjs'],
  maxWorkers: 2,
  // Of several projects, Jest takes this from here only: as long as the longest test may take on a busy machine.
  testTimeout: 300_000,
};
