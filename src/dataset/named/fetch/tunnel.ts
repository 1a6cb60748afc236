import { type ClientRequest, type RequestOptions, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { printable } from '../../../text.js';
import { hostOf } from './proxy.js';
import { connectionRefusal, Refusal } from './refusal.js';

/**
 * A connection to the host of an `https:` URL through an HTTP proxy (CONNECT), on which TLS is still to begin.
 *
 * @param proxy as {@link proxyFor} gives it; a name and a password in it are sent to the proxy alone, and never shown
 * @param opened takes what is to be closed in the end
 * @throws Refusal
 */
export async function tunnel(
  proxy: URL | string,
  url: URL,
  ca: string | undefined,
  opened: (connection: { destroy(): void }) => void,
): Promise<Socket> {
  if (typeof proxy === 'string')
    throw new Refusal('the proxy that the environment names is no URL');
  const shown = printable(`${proxy.protocol}//${proxy.host}`, 100);
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') {
    throw new Refusal(`the proxy ${shown} is not supported; name one with http:// or https://`);
  }
  const target = `${url.hostname}:${url.port || '443'}`;
  const options: RequestOptions = {
    method: 'CONNECT',
    host: hostOf(proxy),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    path: target,
    headers: { host: target, ...authorization(proxy) },
    agent: false,
  };
  const asked =
    proxy.protocol === 'https:'
      ? secureRequest({ ...options, ca, rejectUnauthorized: true })
      : request(options);
  opened(asked);
  const { socket, status } = await connected(asked, `the proxy ${shown}: `);
  opened(socket);
  if (status >= 200 && status < 300) return socket;
  const hint = status === 407 ? ', it requires a user name and a password' : '';
  throw new Refusal(`the proxy ${shown} answers HTTP ${status}${hint}`, { passing: status >= 500 });
}

function connected(
  asked: ClientRequest,
  during: string,
): Promise<{ socket: Socket | TLSSocket; status: number }> {
  return new Promise((resolve, reject) => {
    asked.on('connect', ({ statusCode = 0 }, socket) => {
      // Told to TLS above it.
      socket.on('error', () => {});
      resolve({ socket: socket as Socket, status: statusCode });
    });
    asked.on('error', (error) => reject(connectionRefusal(error, during)));
    asked.end();
  });
}

function authorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}
