'use strict';

// samples.js FILE...: parses Node samples.

const fs = require('node:fs');
const { wrap } = require('node:module');
const vm = require('node:vm');

for (const filename of process.argv.slice(2)) new vm.Script(wrap(fs.readFileSync(filename, 'utf8')), { filename });
