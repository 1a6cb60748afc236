import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a variable names a proxy for HTTPS. */
export function hasProxy(env: Environment): boolean {
  return variable(env, 'https_proxy') !== '' || variable(env, 'all_proxy') !== '';
}

/**
 * The proxy for an `https:` URL, from `https_proxy`, `all_proxy` and `no_proxy`, each also in capitals; undefined where
 * there is none. `no_proxy` is read as by curl: names match themselves and what ends in them, `*` matches all, addresses
 * may be ranges (`10.0.0.0/8`); a port may follow.
 *
 * @returns a URL, or the variable's text where it is none
 */
export function proxyFor(url: URL, env: Environment): URL | string | undefined {
  const proxy = variable(env, 'https_proxy') || variable(env, 'all_proxy');
  if (proxy === '' || isExempt(url, variable(env, 'no_proxy'))) return undefined;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  return URL.canParse(full) ? new URL(full) : proxy;
}

function variable(env: Environment, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim();
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '');
  const port = url.port || '443';
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const family = isIP(host);
  const [, range, bits] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (range !== undefined) return family === isIP(range) && isInRange(host, range, Number(bits));
  const [, name, ownPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (name === undefined || (ownPort !== undefined && ownPort !== port)) return false;
  const own = name.replace(/^\[|\]$/g, '').replace(/^\*?\.|\.$/g, '');
  return host === own || (family === 0 && own !== '' && host.endsWith(`.${own}`));
}

function isInRange(host: string, range: string, bits: number): boolean {
  const family = isIP(host) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(host) === 0 || bits > (family === 'ipv6' ? 128 : 32)) return false;
  const addresses = new BlockList();
  addresses.addSubnet(range, bits, family);
  return addresses.check(host, family);
}

/** The host of a URL; an address of IPv6 without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
