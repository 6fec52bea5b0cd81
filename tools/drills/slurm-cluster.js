// A Slurm cluster of this machine alone, for drills: daemons of its own in a temporary folder, on ports of their own. What is
// installed or running here is neither read nor changed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const programs = ['slurmctld', 'slurmd', 'sbatch', 'srun', 'squeue', 'scontrol', 'scancel'];
const path = [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter);
const isThere = (name) => spawnSync(name, ['-V'], { env: { PATH: path } }).status === 0;

/** The programs of Slurm that this machine lacks. */
export const missingPrograms = () => programs.filter((name) => !isThere(name));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts the daemons. Jobs run as the user who calls this; times are as Slurm has them: a job that enters the queue again waits
 * two minutes.
 */
export async function startCluster(folder) {
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name), { recursive: true });
  const [host, user] = [hostname().split('.')[0], userInfo().username];
  const file = join(folder, 'slurm.conf');
  writeFileSync(
    file,
    `ClusterName=drill
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${await freePort()}
SlurmdPort=${await freePort()}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
MinJobAge=86400
KillWait=5
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd.pid')}
SlurmctldLogFile=${join(folder, 'slurmctld.log')}
SlurmdLogFile=${join(folder, 'slurmd.log')}
SlurmdParameters=config_overrides
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${Math.max(2, availableParallelism())} RealMemory=64000 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`,
  );
  const env = { ...process.env, PATH: path, SLURM_CONF: file };
  const call = (name, ...args) => execFileSync(name, args.map(String), { encoding: 'utf8', env });
  const daemons = [spawn('slurmctld', ['-D', '-i', '-f', file], { env, stdio: 'ignore' })];
  await setTimeout(2000);
  daemons.push(spawn('slurmd', ['-D', '-f', file], { env, stdio: 'ignore' }));
  const stop = async () => {
    spawnSync('scancel', ['--user', user], { env });
    await setTimeout(3000);
    for (const daemon of daemons) daemon.kill();
    const alive = daemons.filter((daemon) => daemon.exitCode === null);
    await Promise.all(alive.map((daemon) => new Promise((ended) => daemon.once('exit', ended))));
  };
  for (let tries = 0; ; tries++) {
    const state = spawnSync('sinfo', ['--noheader', '--format', '%T'], { encoding: 'utf8', env }).stdout.trim();
    if (state === 'idle') return { env, call, stop, finished: (job) => finished(call, job) };
    if (tries === 30) {
      await stop();
      throw new Error(`Slurm: expected an idle node after 30 s, found "${state}"; ${folder} has the daemons' logs`);
    }
    await setTimeout(1000);
  }
}

/** What is known of a job, or of all tasks of an array, once none of them is in the queue any more. */
async function finished(call, job) {
  while (
    call('squeue', '--noheader', '--jobs', job, '--states', 'all', '--format', '%T').match(
      /PENDING|RUNNING|COMPLETING|CONFIGURING|REQUEUED/,
    )
  )
    await setTimeout(2000);
  return call('scontrol', '--oneliner', 'show', 'job', job)
    .trim()
    .split('\n')
    .map((line) => Object.fromEntries([...line.matchAll(/(\w+)=(\S*)/g)].map(([, name, value]) => [name, value])));
}
