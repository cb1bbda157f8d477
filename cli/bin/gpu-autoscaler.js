#!/usr/bin/env node
// In a checkout the sources are run as they are; in a release they are one bundle.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, '../src/main.ts'))) {
  require('tsx/cjs');
  require('../src/main.ts');
} else {
  require('../dist/main.js');
}
