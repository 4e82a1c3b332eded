// The cases of all tables below the folder that it is run in: `npx jest --config …/jest.cases.cjs` in sql/metrics/orders.
module.exports = {
  ...require('../../../jest.database.cjs'),
  displayName: 'sql',
  rootDir: __dirname,
  testMatch: ['<rootDir>/test/cases/*.spec.ts'],
};
