module.exports = {
  ...require('../../../jest.preset.cjs'),
  displayName: require('./package.json').nx.name,
  maxWorkers: 2,
  testTimeout: 900_000,
};
