import {
  createServer as createPlainServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Identity, selfSigned } from './certificate.js';

/** What a path answers. */
export interface Served {
  /** Default 200, or 206 for a part. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The `Content-Length` that is said; null for none, with chunked coding. Default the body's. */
  readonly length?: number | null;
  /** That the end of the connection is that of the body, as without chunked coding. */
  readonly ends?: 'unmarked';
  /** The connection is cut after that many bytes of what would be sent. */
  readonly cutAfter?: number;
  /** The body is sent in pieces of that size, */
  readonly piece?: number;
  /** with that many milliseconds between them. */
  readonly pause?: number;
  /** Its strong ETag, without quotes. Parts are sent for `Range`, if `If-Range` is the same. */
  readonly etag?: string;
  /** Milliseconds until the answer begins. */
  readonly delay?: number;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface TestServer {
  readonly origin: string;
  /** The certificate to trust, PEM; for another process by a file that NODE_EXTRA_CA_CERTS names. */
  readonly ca: string;
  readonly requests: SeenRequest[];
  url(path: string): string;
  /** What a path answers from now on; of several answers each one once, in turn, the last for ever. Gives its URL. */
  serve(path: string, ...answers: Served[]): string;
  close(): Promise<void>;
}

/** An HTTPS server on the loopback whose certificate nobody trusts but who is told to. */
export async function startServer(identity: Identity = selfSigned()): Promise<TestServer> {
  const answers = new Map<string, Served[]>();
  const requests: SeenRequest[] = [];
  const server = createServer(
    { key: identity.key, cert: identity.certificate },
    (asked, answer) => {
      const path = asked.url ?? '';
      requests.push({ method: asked.method ?? '', path, headers: asked.headers });
      const queue = answers.get(path) ?? [{ status: 404, body: 'not here' }];
      const served = queue.length > 1 ? (queue.shift() as Served) : queue[0];
      send(served, asked, answer).catch(() => answer.destroy());
    },
  );
  const { port, close } = await listening(server);
  const origin = `https://localhost:${port}`;
  return {
    origin,
    ca: identity.certificate,
    requests,
    url: (path) => origin + path,
    serve(path, ...own) {
      answers.set(path, own);
      return origin + path;
    },
    close,
  };
}

async function send(served: Served, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const whole = Buffer.from(served.body ?? '');
  const etag = served.etag === undefined ? undefined : `"${served.etag}"`;
  const { range, 'if-range': ifRange } = asked.headers;
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const isPart = from > 0 && etag !== undefined && ifRange === etag && served.status === undefined;
  const body = isPart ? whole.subarray(from) : whole;
  const length = served.length === undefined ? body.length : served.length;
  await wait(served.delay ?? 0);
  if (served.ends === 'unmarked') answer.removeHeader('transfer-encoding');
  answer.writeHead(served.status ?? (isPart ? 206 : 200), {
    ...(length === null ? {} : { 'content-length': length }),
    ...(etag === undefined ? {} : { etag }),
    ...(isPart ? { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` } : {}),
    'content-type': 'text/csv',
    ...served.headers,
  });
  answer.flushHeaders();
  const cutAt = served.cutAfter ?? Number.POSITIVE_INFINITY;
  const piece = served.piece ?? Math.max(1, body.length);
  for (let at = 0; at < Math.min(body.length, cutAt) && !answer.destroyed; at += piece) {
    const bytes = body.subarray(at, Math.min(at + piece, cutAt));
    await new Promise((resolve) => answer.write(bytes, resolve));
    if (served.pause) await wait(served.pause, undefined, { ref: false });
  }
  if (served.cutAfter !== undefined) answer.socket?.destroy();
  else answer.end();
}

/** A server without TLS that counts who connects, and hangs up or, if it is silent, does nothing. */
export async function startPlainServer({ isSilent = false } = {}) {
  let connections = 0;
  const server = createTcpServer((socket) => {
    connections++;
    if (!isSilent) socket.destroy();
  });
  const { port, close } = await listening(server);
  return { url: `http://localhost:${port}/`, connections: () => connections, close };
}

/** An HTTP proxy, with TLS where it has an identity, that knows CONNECT and notes what it is asked for. */
export async function startProxy({
  status = 200,
  identity,
}: {
  status?: number;
  identity?: Identity;
} = {}) {
  const asked: { target: string; headers: IncomingMessage['headers'] }[] = [];
  const server =
    identity === undefined
      ? createPlainServer()
      : createServer({ key: identity.key, cert: identity.certificate });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? '';
    asked.push({ target, headers: request.headers });
    client.on('error', () => {});
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const port = Number(target.slice(target.lastIndexOf(':') + 1));
    const upstream = connect(port, 'localhost', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const { port, close } = await listening(server);
  return { host: `localhost:${port}`, asked, close };
}

/** Lets a server listen on a free port. */
async function listening(server: Server): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
