#!/usr/bin/env node
// Old versions of Node.js read this file, too, so as to say that they are old.
// biome-ignore lint/style/useNodejsImportProtocol: they do not know it
import { existsSync } from 'fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `error: tanimark needs Node.js 20.19 or later, and this is ${process.versions.node}; install a newer one from https://nodejs.org\n`,
  );
  process.exit(2);
}

// What cannot be said changes no verdict.
process.stderr.on('error', () => {});
// Node.js would end with 1, which means that a check failed.
process.on('uncaughtException', fail);

import('../dist/cli/main.js')
  .then(({ main }) => main(process.argv))
  .then((code) => {
    process.exitCode = code;
  }, fail);

/** Ends with 2, and one line. */
function fail(error) {
  try {
    process.stderr.write(`error: ${explained(error).replace(/\s*\n\s*/g, ' ')}\n`);
    if (/(^|,)tanimark(,|$)/.test(process.env.DEBUG || ''))
      process.stderr.write(`${error.stack}\n`);
  } finally {
    process.exit(2);
  }
}

function explained(error) {
  const { code, message = String(error) } = Object(error);
  const notFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  // A package whose files cannot be opened is not found, either, with a path that is in its folder.
  const place = /^Cannot find package '([^']+)[/\\][^/\\']+'/.exec(message);
  const isThere = notFound && place !== null && existsSync(`${place[1]}/package.json`);
  if (code === 'EMFILE' || code === 'ENFILE' || isThere) {
    return `too many open files (${isThere ? 'EMFILE' : code}); raise the limit, for example with ulimit -n 1024`;
  }
  if (notFound) {
    return `this installation of tanimark is incomplete (${message}); install it again, or in a checkout run: npm install && npm run build`;
  }
  return `tanimark failed: ${message}; please report it with the command you ran (DEBUG=tanimark shows where)`;
}
