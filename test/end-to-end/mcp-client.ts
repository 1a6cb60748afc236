import { type ChildProcess, spawn } from 'node:child_process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { executable } from './run.js';

/** As much of an answer as is looked at. */
export interface Answer {
  readonly isError: boolean;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly reading: readonly string[];
  readonly warnings: readonly string[];
  readonly result: string | null;
  readonly error: { code: string; message: string; where: string | null; remedy: string | null };
}

interface Options {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; message?: string | undefined }) => void;
}

export interface Connected {
  readonly client: Client;
  call(name: string, args: object, options?: Options): Promise<Answer>;
}

/** Starts the built server for a folder, and connects the official client with it over pipes. */
export async function connected(root: string, args: readonly string[] = []): Promise<Connected> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [executable, 'mcp', '--root', root, ...args],
    env: { ...(process.env as Record<string, string>) },
  });
  await client.connect(transport);
  return {
    client,
    async call(name, given, options) {
      const answer = await client.callTool(
        { name, arguments: given as Record<string, unknown> },
        undefined,
        { timeout: 120_000, ...options } as RequestOptions,
      );
      const [{ text }] = answer.content as { text: string }[];
      const content = answer.structuredContent as Record<string, unknown>;
      // Clients without structured content get the same as text.
      if (JSON.stringify(content) !== text) throw new Error('the text is another answer');
      return { isError: answer.isError === true, ...content } as Answer;
    },
  };
}

/** The server without a client, for lines of any content; answers by id. */
export class RawServer {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<unknown, (answer: Record<string, unknown>) => void>();
  private rest = '';

  constructor(root: string) {
    this.child = spawn(process.execPath, [executable, 'mcp', '--root', root], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child.stdout?.on('data', (piece: Buffer) => {
      const lines = `${this.rest}${piece}`.split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) {
        const answer = JSON.parse(line) as Record<string, unknown>;
        this.waiting.get(answer.id)?.(answer);
      }
    });
  }

  /** Writes a line, whatever it holds. */
  send(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** Sends a request, and waits for its answer. */
  ask(id: string, method: string, params: object): Promise<Record<string, unknown>> {
    const answer = new Promise<Record<string, unknown>>((resolve) => this.waiting.set(id, resolve));
    this.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return answer;
  }

  /** Ends its input. @returns its exit code */
  async end(): Promise<number | null> {
    const closed = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    return closed;
  }
}
