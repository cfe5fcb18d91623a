'use strict';

const http = require('node:http');

// startRelay stands between a client and the server and loses as many answers as its
// property lose says, as a bad line does. It keeps what was sent.
async function startRelay(server) {
  const relay = { lose: 0, sent: [] };
  const listener = http.createServer(async (req, res) => {
    const parts = [];
    for await (const part of req) parts.push(part);
    const call = { method: req.method, path: req.url, headers: req.headers, body: Buffer.concat(parts) };
    relay.sent.push(call);
    let answer = await relay.pass(call);
    if (relay.lose > 0) {
      relay.lose--;
      answer = { status: 503, body: '{"RequestId":"-","Code":"ServiceUnavailable","Message":"Lost."}' };
    }
    res.writeHead(answer.status, { 'Content-Type': 'application/json;charset=utf-8' });
    res.end(answer.body);
  });
  // pass sends a call on, unchanged.
  relay.pass = ({ method, path, headers, body }) => new Promise((resolve, reject) => {
    const [hostname, port] = server.host.split(':');
    const req = http.request({ hostname, port, method, path, headers, agent: false }, (res) => {
      let answer = '';
      res.setEncoding('utf8');
      res.on('data', (part) => { answer += part; });
      res.on('end', () => resolve({ status: res.statusCode, body: answer }));
    });
    req.on('error', reject);
    req.end(body);
  });
  relay.stop = () => new Promise((resolve) => {
    listener.close(resolve);
    listener.closeAllConnections();
  });
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  relay.host = `127.0.0.1:${listener.address().port}`;
  return relay;
}

module.exports = { startRelay };
