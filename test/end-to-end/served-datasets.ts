import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startServer, type TestServer } from '../dataset/named/fetch/server.js';
import { temporaryFolder } from '../helpers.js';
import { executable } from './run.js';

/** How a process ended, and what it printed. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const chains = Array.from({ length: 20_000 }, (_, i) => `${'C'.repeat((i % 40) + 1)}O,${i}`);
/** A table of molecules that takes some pieces to send. */
export const good = Buffer.from(`smiles,y\n${chains.join('\n')}\n`);
/** Where it is in the cache. */
export const stored = join('datasets', 'served', sha256(good).slice(0, 16), 'served.csv');

/** A server on the loopback, and the executable that fetches from it into an empty cache; call it at the top of a file. */
export function servedDatasets() {
  const folder = temporaryFolder();
  const cache = folder.at('cache');
  const own: { server?: TestServer } = {};
  beforeAll(async () => {
    own.server = await startServer();
    folder.file('ca.pem', own.server.ca);
  });
  afterAll(() => own.server?.close());
  beforeEach(() => rmSync(cache, { recursive: true, force: true }));

  function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [executable, 'datasets', ...args], {
      cwd: folder.path,
      env: {
        ...process.env,
        TANIMARK_CACHE_DIR: cache,
        NODE_EXTRA_CA_CERTS: folder.at('ca.pem'),
        NO_PROXY: '*',
        ...env,
      },
    });
  }

  return {
    cache,
    server: () => own.server as TestServer,
    start,
    run: (args: readonly string[], env: Record<string, string> = {}) => ended(start(args, env)),
    /** Describes one data set, `served`, in the registry of the working folder. */
    describeSet(changes: object): void {
      const set = {
        ...{ name: 'served', summary: 'chains', license: 'CC0-1.0', citation: 'nobody' },
        ...{ file: 'served.csv', columns: { smiles: 'smiles', labels: ['y'] } },
        ...{ bytes: good.length, sha256: sha256(good) },
        ...changes,
      };
      const family = { family: 'served', title: 'Served', summary: 'by the test', datasets: [set] };
      folder.file('tanimark.datasets.json', JSON.stringify(family));
    },
    /** Everything in the cache, but for the lock files. */
    files: () =>
      existsSync(cache)
        ? readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter(
            (name) => statSync(join(cache, name)).isFile() && !name.endsWith('.lock'),
          )
        : [],
  };
}

export function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr]: string[][] = [[], []];
  child.stdout?.on('data', (chunk) => stdout.push(String(chunk)));
  child.stderr?.on('data', (chunk) => stderr.push(String(chunk)));
  return new Promise((resolve) => {
    child.on('close', (code) =>
      resolve({ code, stdout: stdout.join(''), stderr: stderr.join('') }),
    );
  });
}
