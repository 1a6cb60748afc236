// Is loaded before the executable: writes down every attempt to open a connection or to look up a host, and fails it.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import { inspect } from 'node:util';

const log = process.env.GUARD_LOG;

function refuse(what) {
  return (...args) => {
    appendFileSync(log, `${what} ${inspect(args).replace(/\s+/g, ' ')}\n`);
    throw new Error(`${what} is not allowed here`);
  };
}

net.Socket.prototype.connect = refuse('connect');
net.Server.prototype.listen = refuse('listen');
dgram.createSocket = refuse('datagram');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = refuse(name);
  dns.promises[name] = refuse(name);
}
