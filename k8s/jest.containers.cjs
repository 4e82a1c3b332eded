module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/containers/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/set-up-containers.ts',
  testTimeout: 300_000,
};
