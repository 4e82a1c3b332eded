module.exports = {
  ...require('../../../jest.database.cjs'),
  displayName: require('./package.json').nx.name,
  // Whole runs of four jobs: the longest suite, which goes on when the other projects' are done.
  maxWorkers: 2,
  testTimeout: 300_000,
};
