import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { AbortedError } from '../../../errors.js';
import { printable } from '../../../text.js';
import { VERSION } from '../../../version.js';
import { limited } from './limited.js';
import { hasProxy, hostOf, proxyFor } from './proxy.js';
import { connectionRefusal, Refusal } from './refusal.js';
import type { Network } from './request.js';

/** An answer of a server whose body is still to be read. To be closed. */
export interface Answer {
  readonly response: IncomingMessage;
  close(): void;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 10;

/**
 * The answer to a GET, after redirects.
 *
 * @throws Refusal where there is none, and for a URL or a redirect that is not `https:`
 * @throws AbortedError when canceled
 */
export async function get(
  start: string,
  headers: OutgoingHttpHeaders,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  if (!URL.canParse(start)) throw new Refusal('not a URL');
  let url = new URL(start);
  const problem = addressProblem(url);
  if (problem !== undefined) throw new Refusal(problem);
  const visited = new Set([addressOf(url)]);
  for (;;) {
    const answer = await ask(url, headers, network, signal);
    if (!REDIRECTS.includes(answer.response.statusCode ?? 0)) return answer;
    answer.close();
    url = redirectTarget(answer.response, url);
    if (visited.has(addressOf(url))) {
      throw new Refusal(`a redirect loop, back to ${shownUrl(url)}`);
    }
    if (visited.size > MOST_REDIRECTS) throw new Refusal(`more than ${MOST_REDIRECTS} redirects`);
    visited.add(addressOf(url));
  }
}

function redirectTarget({ statusCode, headers }: IncomingMessage, from: URL): URL {
  const { location } = headers;
  if (!location) throw new Refusal(`HTTP ${statusCode} without a location`);
  if (!URL.canParse(location, from.href)) throw new Refusal('a redirect to what is no URL');
  const url = new URL(location, from);
  const problem = addressProblem(url);
  if (problem !== undefined) throw new Refusal(`a redirect to ${shownUrl(url)}, ${problem}`);
  return url;
}

/** What is wrong with an address; undefined where nothing is. */
function addressProblem({ protocol, username, password }: URL): string | undefined {
  if (protocol !== 'https:') return 'not an https: URL';
  if (username || password) return 'a URL with a user name or a password, which are not sent';
  return undefined;
}

/** Without the fragment, which is not sent. */
function addressOf({ origin, pathname, search }: URL): string {
  return origin + pathname + search;
}

/** For messages: without what may be secret. */
function shownUrl({ protocol, host, pathname }: URL): string {
  return printable(host ? `${protocol}//${host}${pathname}` : `${protocol}…`, 200);
}

/** The answer to one GET. */
async function ask(
  url: URL,
  headers: OutgoingHttpHeaders,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const connections: { destroy(): void }[] = [];
  let isClosed = false;
  const close = () => {
    isClosed = true;
    for (const connection of connections.toReversed()) connection.destroy();
  };
  const opened = (connection: { destroy(): void }) => {
    // What was given up may still be on its way.
    if (isClosed) connection.destroy();
    else connections.push(connection);
  };
  const late = (what: string, time: number) => () =>
    new Refusal(`${what} for ${time / 1000} s`, { passing: true });
  try {
    const { connectTime, responseTime } = network;
    const connecting = secureSocket(url, network, opened);
    const socket = await limited(
      connecting,
      connectTime,
      late('no connection', connectTime),
      signal,
    );
    const answering = responseOf(url, headers, socket);
    const response = await limited(
      answering,
      responseTime,
      late('no answer', responseTime),
      signal,
    );
    return { response, close };
  } catch (error) {
    close();
    if (error instanceof Refusal || error instanceof AbortedError) throw error;
    throw connectionRefusal(error);
  }
}

async function secureSocket(
  url: URL,
  { env, ca }: Network,
  opened: (connection: { destroy(): void }) => void,
): Promise<TLSSocket> {
  const host = hostOf(url);
  const proxy = hasProxy(env) ? proxyFor(url, env) : undefined;
  const lower =
    proxy === undefined
      ? { port: Number(url.port || 443) }
      : { socket: await (await import('./tunnel.js')).tunnel(proxy, url, ca, opened) };
  const socket = connect({
    ...lower,
    host,
    // An address is no name to ask for; the certificate is checked against `host` all the same.
    servername: isIP(host) ? '' : host,
    ALPNProtocols: ['http/1.1'],
    ca,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
  });
  opened(socket);
  await once(socket, 'secureConnect');
  // What happens to it later is told by the request and the response.
  socket.on('error', () => {});
  return socket;
}

function responseOf(
  url: URL,
  headers: OutgoingHttpHeaders,
  socket: TLSSocket,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, {
      headers: {
        'user-agent': `tanimark/${VERSION}`,
        accept: '*/*',
        // Checksums are those of the file, not of what a server makes of it.
        'accept-encoding': 'identity',
        ...headers,
      },
      createConnection: () => socket,
    })
      .on('response', (response) => {
        // Told to whoever reads the body; nobody reads that of a redirect.
        response.on('error', () => {});
        resolve(response);
      })
      .on('error', reject)
      .end();
  });
}
