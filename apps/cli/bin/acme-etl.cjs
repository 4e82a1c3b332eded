#!/usr/bin/env node
// Runs the command line straight from its TypeScript source, so that a checkout needs no build, and with the local
// default where no database URL is given.
require('tsx/cjs');
process.argv.splice(2, 0, 'cli');
require('../../../libs/dev/local/src/main.ts');
