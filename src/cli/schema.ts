import { Command } from 'commander';
import { documentNames } from '../documents.js';
import { COMMON } from '../options/table.js';
import { jsonText } from '../report/screen.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession } from './session.js';

export function schemaCommand(): Command {
  const command = new Command('schema')
    .description(
      'Prints the JSON Schema (draft 2020-12) of a document that --json prints, or of a manifest. Without a name, the documents are listed.',
    )
    .argument('[document]', 'name of a document, such as score');
  addOptions(command, COMMON);
  command.addHelpText(
    'after',
    `
Examples:
  tanimark schema
  tanimark schema score

The field "schema" of a document says which schema it has, such as
tanimark/score/1. The configuration of a check has its own:
  tanimark check --schema
`,
  );
  return command.action(run);
}

async function run(name: string | undefined, flags: CommonOptions): Promise<void> {
  await runInSession(flags, async (session) => {
    const { documentSchema } = await import('../workflows/schema/index.js');
    if (name !== undefined) return session.out(jsonText(documentSchema(name)));
    const documents = documentNames.map((one) => {
      const { title, description } = documentSchema(one);
      return { name: one, schema: title, summary: description };
    });
    if (flags.json) return session.json('schemas', { command: 'schema', documents });
    const wide = Math.max(...documents.map((one) => one.name.length));
    const lines = documents.map((one) => `${one.name.padEnd(wide)}  ${one.summary}\n`);
    await session.out(lines.join(''));
  });
}
