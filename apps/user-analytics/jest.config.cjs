module.exports = {
  ...require('../../jest.database.cjs'),
  displayName: require('./package.json').nx.name,
  // The longest suite by far: it goes on when the other projects' are done.
  maxWorkers: 2,
};
