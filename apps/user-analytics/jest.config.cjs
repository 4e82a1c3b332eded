module.exports = {
  ...require('../../jest.database.cjs'),
  displayName: require('./package.json').nx.name,
};
