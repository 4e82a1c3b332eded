// For projects whose suites share the test server.
module.exports = {
  ...require('./jest.preset.cjs'),
  globalSetup: require.resolve('./libs/testing/support/src/jest/set-up.ts'),
  globalTeardown: require.resolve('./libs/testing/support/src/jest/tear-down.ts'),
};
