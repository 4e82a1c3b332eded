module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: require('./package.json').nx.name,
  // The Kubernetes client is written as ES modules.
  transform: {
    '^.+\\.[jt]s$': [
      require.resolve('@swc/jest'),
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@kubernetes/client-node/)'],
};
