import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { currentIo } from '../io.js';
import { VERSION } from '../version.js';
import { callTool, type Serving } from './call.js';
import { inputSchema } from './input-schema.js';
import { tools } from './registry.js';

/** The least time between two messages of progress. */
const PROGRESS_MS = 250;

const INSTRUCTIONS =
  'tanimark makes train/test splits with controlled similarity, and measures predictions by similarity to training. Usual order: list_datasets, split, (train elsewhere), audit for splits that tanimark did not make, score once per chosen model, compare for two or more models. Choose on validation data, never on the test set. Each answer has a short summary, its reading in sentences with caveats, and the path of the whole result. Paths are relative to the root folder of the server; nothing outside of it is read or written.';

/**
 * Serves the tools on standard input and output until the input ends.
 *
 * @param signal ends it earlier
 */
export async function serve(serving: Serving, signal: AbortSignal | undefined): Promise<void> {
  const server = new Server(
    { name: 'tanimark', version: VERSION },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: tools.map(listed) }));
  const inTurn = queue();
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const token = params._meta?.progressToken;
    let [last, steps] = [0, 0];
    const onProgress = (message: string) => {
      const now = performance.now();
      if (token === undefined || extra.signal.aborted || now - last < PROGRESS_MS) return;
      last = now;
      steps++;
      const progress = { progressToken: token, progress: steps, message };
      // A client that is gone needs none.
      extra
        .sendNotification({ method: 'notifications/progress', params: progress })
        .catch(() => {});
    };
    const answer = await inTurn(() =>
      callTool(params.name, params.arguments, serving, extra.signal, onProgress),
    );
    return {
      content: [{ type: 'text' as const, text: JSON.stringify(answer) }],
      structuredContent: answer as unknown as Record<string, unknown>,
      isError: 'error' in answer,
    };
  });
  const { stdin, stdout } = currentIo();
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    stdin.once('end', () => void server.close());
    stdin.once('error', () => void server.close());
    signal?.addEventListener('abort', () => void server.close(), { once: true });
  });
  // A message that is none is not answered, and ends nothing.
  server.onerror = () => {};
  await server.connect(new StdioServerTransport(stdin, stdout as NodeJS.WriteStream));
  await closed;
}

function listed({ name, title, description, options, isReadOnly }: (typeof tools)[number]) {
  return {
    ...{ name, title, description },
    inputSchema: inputSchema(options),
    annotations: {
      title,
      readOnlyHint: isReadOnly,
      // An output is replaced by the same call alone, and by another split.
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  };
}

/** Does one call at a time: each may use all cores and much memory. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = before.then(work, work);
    before = own.catch(() => {});
    return own;
  };
}
