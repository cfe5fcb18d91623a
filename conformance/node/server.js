'use strict';

const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');

// What the server's demo has, and who may call.
const region = 'cn-hangzhou';
const demoInstance = 'i-bp1h9k2vq7d4x8n3m5zt';
const demoSnapshot = 's-bp1u3j9f2s6q8x5t7ekd'; // of its system disk
const ali = { account: '1000000000000001', key: 'ali', secret: 'open-sesame' };
const cassim = { account: '1000000000000002', key: 'cassim', secret: 'open-barley' };

// start builds the program and runs it, with further options, until stop is called or this
// process ends.
async function start(...options) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sesame-conformance-'));
  const program = path.join(folder, 'sesame');
  execFileSync('go', ['build', '-buildvcs=false', '-o', program, './cmd/sesame'], {
    cwd: path.join(__dirname, '..', '..'), stdio: 'inherit',
  });
  const log = fs.openSync(path.join(folder, 'log'), 'w');
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data', ':memory:', '--demo', ...options], {
    stdio: ['ignore', 'pipe', log],
  });
  fs.closeSync(log);
  const exited = once(child, 'exit');
  const kill = () => {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const end = () => process.exit(1); // so that the listeners of exit run
  process.on('exit', kill).on('SIGINT', end).on('SIGTERM', end);
  const stop = async () => {
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(late);
    process.off('exit', kill).off('SIGINT', end).off('SIGTERM', end);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const host = await printedEndpoint(child);
    await page(host, 'health');
    return { host, certificate: await page(host, 'certificate.pem'), stop };
  } catch (err) {
    const said = fs.readFileSync(path.join(folder, 'log'), 'utf8');
    await stop();
    throw new Error(`sesame serve: ${err.message}\n${said}`);
  }
}

// printedEndpoint reads host:port from what the server prints.
function printedEndpoint(child) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it printed no endpoint')), 30_000);
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /\bhttp:\/\/(127\.0\.0\.1:[0-9]+)/.exec(line);
      if (found) {
        clearTimeout(late);
        resolve(found[1]);
      }
    });
    child.on('exit', () => {
      clearTimeout(late);
      reject(new Error('it ended'));
    });
  });
}

function page(host, name) {
  return new Promise((resolve, reject) => {
    http.get(`http://${host}/_sesame/${name}`, { agent: false }, (res) => {
      let body = '';
      res.setEncoding('utf8');
      res.on('data', (part) => { body += part; });
      res.on('end', () => (res.statusCode === 200 ? resolve(body) : reject(new Error(`${name}: ${res.statusCode} ${body}`))));
    }).on('error', reject);
  });
}

module.exports = { start, region, demoInstance, demoSnapshot, ali, cassim };
