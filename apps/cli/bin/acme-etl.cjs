#!/usr/bin/env node
// Runs the command line straight from its TypeScript source, so that a checkout needs no build.
require('tsx/cjs');
require('../src/main.ts');
