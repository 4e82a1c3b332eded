module.exports = {
  ...require('../../../jest.database.cjs'),
  displayName: require('./package.json').nx.name,
  // Run by the projects below sql/metrics, each for its own tables.
  testPathIgnorePatterns: ['/test/cases/'],
};
