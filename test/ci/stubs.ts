import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Writes down how it was called, a line for each argument, and does as the environment says. */
const CHECK = `#!/usr/bin/env bash
printf '%s\\0' "$(basename "$0")" "$@" >> "$STUB_CALLS"
printf '\\0' >> "$STUB_CALLS"
exit "\${STUB_EXIT:-0}"
`;

/** As the tool itself, where it is run by its path. */
const TOOL = `const { appendFileSync, copyFileSync, readFileSync } = require('node:fs');
const { STUB_CALLS, STUB_COMMENT, STUB_RESULT, STUB_EXIT } = process.env;
const [, , ...args] = process.argv;
appendFileSync(STUB_CALLS, ['tool', ...args].join('\\0') + '\\0\\0');
const comment = args.find((arg) => arg.startsWith('--comment=')).slice('--comment='.length);
if (STUB_COMMENT) copyFileSync(STUB_COMMENT, comment);
if (STUB_RESULT) process.stdout.write(readFileSync(STUB_RESULT));
process.exitCode = Number(STUB_EXIT ?? 0);
`;

/** As npm where it installs: writes down where it does, and with which settings, and puts the tool there. */
const NPM = `#!/usr/bin/env bash
printf '%s\\0' npm "$@" >> "$STUB_CALLS"
printf '\\0' >> "$STUB_CALLS"
{ pwd; env | grep -iE '^(npm|node)_' | sort; cat "$NPM_CONFIG_USERCONFIG" "$NPM_CONFIG_GLOBALCONFIG"; } > "$STUB_CALLS.npm"
mkdir -p node_modules/tanimark/bin
cp "$STUB_TOOL" node_modules/tanimark/bin/tanimark.js
exit "\${STUB_NPM:-0}"
`;

/** As GitHub's \`gh api\`: lists what it is told to, and refuses if it is told to. */
const GH = `#!/usr/bin/env bash
printf '%s\\0' "$(basename "$0")" "$@" "marker=\${CHECK_MARKER-}" >> "$STUB_CALLS"
printf '\\0' >> "$STUB_CALLS"
[ -z "\${STUB_REFUSE-}" ] || { echo 'gh: Resource not accessible by integration (HTTP 403)' >&2; exit 1; }
case " $* " in *' --method '*) ;; *) printf '%s' "\${STUB_FOUND-}" ;; esac
`;

const NONE = `#!/usr/bin/env bash
exit 127
`;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Name and arguments of every stub that was called. */
  readonly calls: readonly (readonly string[])[];
}

/** Programs that stand in for those of a CI machine, so that commands run without a network. */
export class Stubs {
  private readonly bin: string;

  constructor(private readonly folder: string) {
    this.bin = join(folder, 'bin');
    mkdirSync(this.bin);
    for (const [name, text] of [
      ['npx', CHECK],
      ['tanimark', CHECK],
      ['npm', NPM],
      ['gh', GH],
    ]) {
      this.put(name, text);
    }
  }

  /** The tool as it stands where the stub of npm was called to install it. */
  get tool(): string {
    const path = join(this.folder, 'tool.cjs');
    writeFileSync(path, TOOL);
    return path;
  }

  /** The folder, the settings and the configuration that the stub of npm was called with last. */
  npmCall(): string[] {
    return readFileSync(join(this.folder, 'calls.npm'), 'utf8').trimEnd().split('\n');
  }

  put(name: string, text = NONE): void {
    writeFileSync(join(this.bin, name), text);
    chmodSync(join(this.bin, name), 0o755);
  }

  remove(name: string): void {
    rmSync(join(this.bin, name));
  }

  /** Runs a script as the steps of GitHub do: `bash -e -o pipefail`. */
  run(script: string, env: Record<string, string> = {}, cwd = this.folder): Ran {
    const calls = join(this.folder, 'calls');
    writeFileSync(calls, '');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script],
      {
        encoding: 'utf8',
        cwd,
        env: {
          PATH: `${this.bin}${delimiter}${process.env.PATH}`,
          STUB_CALLS: calls,
          STUB_TOOL: this.tool,
          ...env,
        },
      },
    );
    const called = existsSync(calls) ? readFileSync(calls, 'utf8') : '';
    return {
      code: status,
      stdout,
      stderr,
      calls: called
        .split('\0\0')
        .filter((call) => call !== '')
        .map((call) => call.split('\0')),
    };
  }
}
