import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Writes down how it was called, a line for each argument, and does as the environment says. */
const CHECK = `#!/usr/bin/env bash
printf '%s\\0' "$(basename "$0")" "$@" >> "$STUB_CALLS"
printf '\\0' >> "$STUB_CALLS"
for argument in "$@"; do
  case $argument in
    --comment=*) [ -z "\${STUB_COMMENT-}" ] || cp "$STUB_COMMENT" "\${argument#--comment=}" ;;
  esac
done
exit "\${STUB_EXIT:-0}"
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
      ['gh', GH],
    ]) {
      this.put(name, text);
    }
  }

  put(name: string, text = NONE): void {
    writeFileSync(join(this.bin, name), text);
    chmodSync(join(this.bin, name), 0o755);
  }

  remove(name: string): void {
    rmSync(join(this.bin, name));
  }

  /** Another program in the place of one, until what is returned is called. */
  instead(name: string, text: string): () => void {
    const before = readFileSync(join(this.bin, name), 'utf8');
    this.put(name, text);
    return () => this.put(name, before);
  }

  /** Runs a script as the steps of GitHub do: `bash -e -o pipefail`. */
  run(script: string, env: Record<string, string> = {}): Ran {
    const calls = join(this.folder, 'calls');
    writeFileSync(calls, '');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script],
      {
        encoding: 'utf8',
        cwd: this.folder,
        env: {
          PATH: `${this.bin}${delimiter}${process.env.PATH}`,
          STUB_CALLS: calls,
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
