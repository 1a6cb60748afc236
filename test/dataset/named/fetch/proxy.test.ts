import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { download } from '../../../../src/dataset/named/fetch/download.js';
import { hasProxy, proxyFor } from '../../../../src/dataset/named/fetch/proxy.js';
import { withIo } from '../../../../src/io.js';
import { Job } from '../../../../src/job.js';
import { temporaryFolder } from '../../../helpers.js';
import { selfSigned } from './certificate.js';
import { failure, quick, requestOf } from './requests.js';
import { startPlainServer, startProxy, startServer, type TestServer } from './server.js';

describe('the proxy for a URL', () => {
  const proxyOf = (url: string, env: Record<string, string>) => {
    const proxy = proxyFor(new URL(url), env);
    return proxy instanceof URL ? proxy.href : proxy;
  };

  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ https_proxy: 'http://p:3128' }, 'http://p:3128/'],
    [{ HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    [{ all_proxy: 'http://p:3128' }, 'http://p:3128/'],
    [{ ALL_PROXY: 'p:3128' }, 'http://p:3128/'],
    [{ https_proxy: ' p ', HTTPS_PROXY: 'q', all_proxy: 'r' }, 'http://p/'],
    [{ https_proxy: '', HTTPS_PROXY: 'q' }, 'http://q/'],
    [{ http_proxy: 'http://p:3128', HTTP_PROXY: 'q' }, undefined],
    [{ https_proxy: 'socks5://p' }, 'socks5://p'],
    [{ https_proxy: 'http://p:port' }, 'http://p:port'],
  ])('with %j is %s', (env, proxy) => {
    expect(proxyOf('https://a.example.com/x', env)).toBe(proxy);
    if (proxy === undefined) expect(hasProxy(env)).toBe(false);
    else expect(hasProxy(env)).toBe(true);
  });

  it.each<[string, string, boolean]>([
    ['*', 'a.example.com', true],
    ['example.com', 'example.com', true],
    ['example.com', 'a.example.com', true],
    ['example.com', 'notexample.com', false],
    ['.example.com', 'a.example.com', true],
    ['.example.com', 'example.com', true],
    ['*.example.com', 'a.example.com', true],
    ['EXAMPLE.com.', 'A.example.COM', true],
    ['other.org, example.com', 'a.example.com', true],
    ['other.org example.com', 'a.example.com', true],
    ['other.org', 'a.example.com', false],
    ['com', 'a.example.com', true],
    ['example.com:443', 'a.example.com', true],
    ['example.com:8443', 'a.example.com', false],
    ['example.com:8443', 'a.example.com:8443', true],
    ['', 'a.example.com', false],
    [',', 'a.example.com', false],
    ['localhost', '127.0.0.1', false],
    ['127.0.0.1', '127.0.0.1', true],
    ['7.0.0.1', '127.0.0.1', false],
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.0.0.0/33', '10.1.2.3', false],
    ['10.0.0.0/8', 'example.com', false],
    ['::1', '[::1]', true],
    ['[::1]', '[::1]', true],
    ['[::1]:8443', '[::1]:8443', true],
    ['[::1]:8443', '[::1]', false],
    ['fd00::/8', '[fd12::1]', true],
    ['fd00::/8', '[fe80::1]', false],
  ])('where no_proxy is "%s" is left out for %s: %s', (noProxy, host, isExempt) => {
    for (const name of ['no_proxy', 'NO_PROXY']) {
      const proxy = proxyOf(`https://${host}/x`, { https_proxy: 'p', [name]: noProxy });
      expect(proxy).toBe(isExempt ? undefined : 'http://p/');
    }
  });
});

describe('a download through a proxy', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    server.serve('/a', { body: 'data' });
  });
  afterAll(() => server.close());
  const target = () => new URL(server.origin).host;

  it('asks it for the host of the URL alone, and checks the certificate of that', async () => {
    const proxy = await startProxy();
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const env = { https_proxy: `http://${proxy.host}` };
    await download(request, new Job(), quick(server, { env }));
    expect(folder.read('new')).toBe('data');
    expect(proxy.asked).toEqual([
      { target: target(), headers: { host: target(), connection: 'close' } },
    ]);
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
    const message = await failure(server, request, { env, ca: undefined });
    expect(message).toContain('/a: the certificate is not trusted (self-signed certificate;');
    await proxy.close();
  });

  it('may use a proxy that itself has TLS, whose certificate is checked as well', async () => {
    const identity = selfSigned();
    const proxy = await startProxy({ identity });
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const env = { https_proxy: `https://${proxy.host}` };
    const ca = server.ca + identity.certificate;
    await download(request, new Job(), quick(server, { env, ca }));
    expect(folder.read('new')).toBe('data');
    expect(proxy.asked.map((asked) => asked.target)).toEqual([target()]);
    expect(await failure(server, request, { env })).toContain(
      `/a: the proxy https://${proxy.host}: the certificate is not trusted`,
    );
    expect(proxy.asked).toHaveLength(1);
    await proxy.close();
  });

  it('goes on where it was cut', async () => {
    const proxy = await startProxy();
    const folder = temporaryFolder();
    const body = 'x'.repeat(1000);
    const url = server.serve('/c', { body, etag: 'v', cutAfter: 300 }, { body, etag: 'v' });
    const env = { https_proxy: proxy.host };
    await download(requestOf(url, { to: folder.at('new') }), new Job(), quick(server, { env }));
    expect(folder.read('new')).toBe(body);
    expect(server.requests.at(-1)?.headers.range).toBe('bytes=300-');
    expect(proxy.asked).toHaveLength(2);
    await proxy.close();
  });

  it('is given up where the proxy does not answer', async () => {
    const silent = await startPlainServer({ isSilent: true });
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const given = { env: { https_proxy: silent.url }, connectTime: 50 };
    expect(await failure(server, request, given)).toContain('/a: no connection for 0.05 s;');
    expect(silent.connections()).toBe(3);
    await silent.close();
  });

  it('is for each host of a redirect', async () => {
    const proxy = await startProxy();
    const folder = temporaryFolder();
    const location = server.url('/a').replace('localhost', '127.0.0.1');
    const url = server.serve('/b', { status: 302, headers: { location } });
    const env = { https_proxy: proxy.host, no_proxy: 'localhost' };
    await download(requestOf(url, { to: folder.at('new') }), new Job(), quick(server, { env }));
    expect(proxy.asked.map((asked) => asked.target)).toEqual([new URL(location).host]);
    await proxy.close();
  });

  it('gives a name and a password to the proxy alone', async () => {
    const proxy = await startProxy();
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const env = { HTTPS_PROXY: `http://me:p%40ss@${proxy.host}` };
    await download(request, new Job(), quick(server, { env }));
    const words = Buffer.from('me:p@ss').toString('base64');
    expect(proxy.asked[0].headers['proxy-authorization']).toBe(`Basic ${words}`);
    expect(JSON.stringify(server.requests)).not.toContain('authorization');
    await proxy.close();
  });

  it('reads the variables of the run', async () => {
    const proxy = await startProxy();
    const folder = temporaryFolder();
    const { stdin, stdout, stderr } = process;
    const io = { stdin, stdout, stderr, env: { all_proxy: proxy.host } };
    const { env: _, ...network } = quick(server);
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    await withIo(io, () => download(request, new Job(), network));
    expect(proxy.asked).toHaveLength(1);
    await proxy.close();
  });

  it.each<[number, string]>([
    [407, 'answers HTTP 407, it requires a user name and a password'],
    [403, 'answers HTTP 403'],
  ])('that the proxy answers with %d is refused', async (status, words) => {
    const proxy = await startProxy({ status });
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const env = { https_proxy: `http://me:secret@${proxy.host}` };
    const message = await failure(server, request, { env });
    expect(message).toContain(`/a: the proxy http://${proxy.host} ${words};`);
    expect(proxy.asked).toHaveLength(1);
    expect(folder.names()).toEqual([]);
    await proxy.close();
  });

  it.each<[string, string]>([
    [
      'socks5://p:1080',
      'the proxy socks5://p:1080 is not supported; name one with http:// or https://',
    ],
    ['http://me:secret@p:port', 'the proxy that the environment names is no URL'],
  ])('named %s is refused', async (proxy, words) => {
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const message = await failure(server, request, { env: { https_proxy: proxy } });
    expect(message).toContain(`/a: ${words};`);
    expect(message).not.toContain('secret');
  });

  it('that is gone says so', async () => {
    const proxy = await startProxy();
    await proxy.close();
    const folder = temporaryFolder();
    const request = requestOf(server.url('/a'), { to: folder.at('new') });
    const message = await failure(server, request, { env: { https_proxy: proxy.host } });
    expect(message).toContain(
      `/a: the proxy http://${proxy.host}: the connection was refused (ECONNREFUSED);`,
    );
  });
});
