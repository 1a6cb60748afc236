import { Command } from 'commander';

/** A command, read when it is called. */
interface CommandEntry {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command, in the order in which they are listed. To add one, write its file and put it here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'split',
    summary: 'make a train/test split with controlled similarity',
    load: async () => (await import('./split.js')).splitCommand(),
  },
  {
    name: 'audit',
    summary: 'find leakage in an existing split',
    load: async () => (await import('./audit.js')).auditCommand(),
  },
  {
    name: 'score',
    summary: 'score predictions by similarity to training, next to baselines',
    load: async () => (await import('./score.js')).scoreCommand(),
  },
  {
    name: 'compare',
    summary: 'compare models on the same test molecules',
    load: async () => (await import('./compare.js')).compareCommand(),
  },
  {
    name: 'check',
    summary: 'check predictions against the rules of a repository',
    load: async () => (await import('./check.js')).checkCommand(),
  },
  {
    name: 'expect',
    summary: 'tell the error to expect on molecules not measured yet',
    load: async () => (await import('./expect.js')).expectCommand(),
  },
  {
    name: 'bench',
    summary: 'run models on splits of data sets, and compare them',
    load: async () => (await import('./bench.js')).benchCommand(),
  },
  {
    name: 'neighbors',
    summary: 'list the most similar reference molecules of each query',
    load: async () => (await import('./neighbors.js')).neighborsCommand(),
  },
  {
    name: 'report',
    summary: 'make one page (HTML) of a split and its predictions',
    load: async () => (await import('./report.js')).reportCommand(),
  },
  {
    name: 'datasets',
    summary: 'list, fetch and check public benchmark data sets',
    load: async () => (await import('./datasets.js')).datasetsCommand(),
  },
  {
    name: 'verify',
    summary: 'check a split against its manifest, and make it again',
    load: async () => (await import('./verify.js')).verifyCommand(),
  },
  {
    name: 'demo',
    summary: 'split, score and report on the bundled data set',
    load: async () => (await import('./demo.js')).demoCommand(),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of a result',
    load: async () => (await import('./schema.js')).schemaCommand(),
  },
  {
    name: 'mcp',
    summary: 'serve splits and scores to agents',
    load: async () => (await import('./mcp.js')).mcpCommand(),
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    load: async () => (await import('./completion.js')).completionCommand(commands),
  },
  {
    name: 'cache',
    summary: 'show or clear the cache of parsed structures',
    load: async () => (await import('./cache.js')).cacheCommand(),
  },
];

/**
 * The commands of a call: those that are named in it as they are, the others by name and summary alone, which
 * is what the list of commands and suggestions need.
 */
export function commandsFor(argv: readonly string[]): Promise<Command[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) =>
      (argv.includes(name) ? await load() : new Command(name)).summary(summary),
    ),
  );
}
