import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol'];

/** Whether SLURM can be started here: its programs are there, and the user may run them. */
export function canRunSlurm(): boolean {
  return (
    process.getuid?.() === 0 &&
    // Those of users cannot even tell their version without a cluster.
    PROGRAMS.every((program) => spawnSync(program, ['--version']).error === undefined)
  );
}

/** A cluster of one node with 2 CPUs, this machine, whose files are in a folder. */
export class SlurmCluster {
  private readonly config: string;

  /** Starts it. @param folder an absolute path without blanks */
  constructor(private readonly folder: string) {
    for (const name of ['state', 'spool', 'munge']) mkdirSync(join(folder, name));
    this.config = join(folder, 'slurm.conf');
    const munge = join(folder, 'munge');
    chmodSync(munge, 0o700);
    writeFileSync(join(munge, 'key'), randomBytes(1024), { mode: 0o400 });
    // Two ports each, so that clusters of neighboring processes do not meet.
    const port = 20_000 + 2 * (process.pid % 10_000);
    writeFileSync(
      this.config,
      `ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=${munge}/socket
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
SlurmctldPort=${port}
SlurmdPort=${port + 1}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
    );
    const file = (name: string) => `${munge}/${name}`;
    const places = [
      ...[`--key-file=${file('key')}`, `--socket=${file('socket')}`, `--pid-file=${file('pid')}`],
      ...[`--log-file=${file('log')}`, `--seed-file=${file('seed')}`],
    ];
    this.call('munged', ['--force', ...places]);
    this.call('slurmctld', []);
    this.call('slurmd', []);
  }

  /** The environment in which commands use this cluster. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, SLURM_CONF: this.config };
  }

  /** Runs a command of SLURM. @returns its standard output @throws Error where it fails */
  call(program: string, args: readonly string[]): string {
    return execFileSync(program, args, { env: this.env, encoding: 'utf8', stdio: 'pipe' });
  }

  /** Waits until no job is left. @throws Error after 5 minutes */
  async idle(): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (this.call('squeue', ['--noheader']).trim() === '') return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`jobs do not end: ${this.call('squeue', [])}`);
  }

  /** The exit code of a job that has ended. */
  exitCode(job: string): number {
    const [, code] = / ExitCode=(\d+):/.exec(this.call('scontrol', ['show', 'job', job])) ?? [];
    return Number(code);
  }

  /** Ends its programs, and waits until they have ended. */
  async stop(): Promise<void> {
    for (const name of ['slurmd.pid', 'slurmctld.pid', 'munge/pid']) {
      const path = join(this.folder, name);
      if (!existsSync(path)) continue;
      const pid = Number(readFileSync(path, 'utf8'));
      for (let i = 0; i < 100 && isSent(pid, i === 0 ? 'SIGTERM' : 0); i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

/** Sends a signal. @returns whether there was a process to get it */
function isSent(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
