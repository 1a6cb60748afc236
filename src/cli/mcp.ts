import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { DEFAULT_MAX_SIZE, DEFAULT_TIME_LIMIT, MCP_FLAGS } from '../options/mcp.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession } from './session.js';

const PACKAGE = '@modelcontextprotocol/sdk';

interface McpFlags extends CommonOptions {
  root?: string;
  timeLimit?: number;
  maxSize?: number;
}

export function mcpCommand(): Command {
  const command = new Command('mcp').description(
    'Serves split, audit, score, compare, check, expect and neighbors to an agent by the Model Context Protocol, on standard input and output. It reads and writes files of one folder alone, and uses no network. It needs the package @modelcontextprotocol/sdk.',
  );
  addOptions(command, MCP_FLAGS);
  command.addHelpText(
    'after',
    `
Example, as the configuration of a client:
  { "mcpServers": { "tanimark": { "command": "npx", "args":
    ["-y", "-p", "tanimark", "-p", "${PACKAGE}",
     "tanimark", "mcp", "--root", "/path/to/project"] } } }
`,
  );
  return command.action(run);
}

async function run(flags: McpFlags): Promise<void> {
  if (flags.json) {
    throw new TanimarkError('usage', '--json: the server speaks JSON-RPC already; leave it out');
  }
  await runInSession(flags, async ({ job }) => {
    const { serve } = await import('../mcp/server.js').catch(missing);
    const { Root } = await import('../mcp/root.js');
    const { Memory } = await import('../mcp/memory.js');
    const { root: folder = '.', timeLimit = DEFAULT_TIME_LIMIT } = flags;
    const root = new Root(folder, (flags.maxSize ?? DEFAULT_MAX_SIZE) * 1e6);
    // Paths of calls are relative to it.
    process.chdir(root.path);
    const serving = { root, memory: new Memory(), threads: flags.threads, timeLimit };
    await serve(serving, job.signal);
  });
}

/** @throws TanimarkError (usage) where the package of the protocol is not installed */
function missing(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.includes(PACKAGE)) throw error;
  throw new TanimarkError(
    'usage',
    `tanimark mcp needs the package ${PACKAGE}, which is not installed; add it: npm install ${PACKAGE}`,
    { cause: error },
  );
}
