/** `gpu-autoscaler rehearse …`: the commands of the control plane. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { buildControlPlane } from './control-plane/build';
import { holderOf, instanceFolder, instanceNames, readState } from './control-plane/instance';
import { kubectlEnvironment } from './control-plane/kubectl';
import { checkName, resolveOptions } from './control-plane/options';
import { describeStatus, instanceStatus } from './control-plane/status';
import { down, supervise, SUPERVISE_COMMAND, SupervisedOptions, up } from './control-plane/supervisor';
import { BINARIES, MINUTES_FROM_NOTHING, VERSIONS } from './control-plane/versions';
import { registerRun } from './run/command';

const ABOUT = `
What is real: etcd ${VERSIONS.etcd}, Kubernetes ${VERSIONS.kubernetes} (API server with RBAC, controllers with the HPA, scheduler), Karpenter ${VERSIONS.karpenter}, KEDA ${VERSIONS.keda} with its admission webhooks.
What is played: kubelets and machines (kwok ${VERSIONS.kwok}). No container runtime, no GPU, no cloud account, no cluster; all traffic stays on this machine.

Begin here:
  $ npx gpu-autoscaler rehearse build        # once: about ${MINUTES_FROM_NOTHING} minutes on 2 cores, needs Go
  $ npx gpu-autoscaler rehearse up           # 10 seconds, 1 GB of memory
  $ npx gpu-autoscaler rehearse kubectl apply --server-side -f dist/
  $ npx gpu-autoscaler rehearse kubectl get scaledobjects,hpa,nodepools,nodes,pods -A
  $ npx gpu-autoscaler rehearse down

Built programs and state are kept in ~/.cache/gpu-autoscaler ($XDG_CACHE_HOME is respected, GPU_AUTOSCALER_CACHE overrides).`;

/** Adds `rehearse` with its subcommands to the program. */
export function registerRehearse(program: Command): void {
  const rehearse = program.command('rehearse')
    .description('try KEDA and Karpenter manifests on a real control plane on this machine, without a cluster or a GPU')
    .addHelpText('after', ABOUT);
  registerBuild(rehearse);
  registerUp(rehearse);
  registerDown(rehearse);
  registerStatus(rehearse);
  registerKubectl(rehearse);
  registerRun(rehearse);
  registerSupervise(rehearse);
}

function registerBuild(rehearse: Command): void {
  rehearse.command('build')
    .description(`build the control plane from source into the cache: about ${MINUTES_FROM_NOTHING} minutes on 2 cores, once`)
    .addHelpText('after', `
Builds ${BINARIES.length} programs with Go from the go.mod and go.sum of this version (every dependency is pinned by its hash) and takes the CRDs out of the same modules.
It needs Go 1.21 or newer, the Go module proxy, about 4 GB of memory and 13 GB of disk (12 GB of them in Go's own caches; the programs are 0.8 GB).
What is built already is kept: a second call is instant, and one that was broken off goes on where it was.`)
    .action(async () => {
      const { directory } = await buildControlPlane(process.stderr);
      console.log(`The control plane is built: ${directory}\nStart it with: npx gpu-autoscaler rehearse up`);
    });
}

function registerUp(rehearse: Command): void {
  rehearse.command('up')
    .description('start a control plane in the background; returns when all of it is healthy')
    .addOption(nameOption())
    .option('--hpa-sync-period <seconds>', 'how often the HPA decides; Kubernetes has 15, less is quicker and less true', positiveNumber, 15)
    .option('--instance-types <file>', 'instance types of Karpenter\'s kwok provider, as its JSON (default: its built-in ones, which have no GPU)')
    .option('--no-aws-crds', 'leave out the EC2NodeClass and stricter NodePool of Karpenter\'s AWS provider')
    .option('--no-keda-webhooks', 'leave out KEDA\'s admission webhooks, which refuse wrong ScaledObjects')
    .addHelpText('after', `
Several can run side by side, each with a --name, its own ports, certificates and data. The data goes when it stops; the logs stay until the next one of that name.`)
    .action(async ({ name, hpaSyncPeriod, instanceTypes, awsCrds, kedaWebhooks }) => {
      const options: SupervisedOptions = { name, hpaSyncPeriod, instanceTypesFile: instanceTypes && resolve(instanceTypes), awsCrds, kedaWebhooks };
      resolveOptions(options);
      await up([process.execPath, ...process.execArgv, process.argv[1]], options, (line) => console.error(line));
      console.log(`export KUBECONFIG=${instanceFolder(name).kubeconfig}`);
    });
}

function registerDown(rehearse: Command): void {
  rehearse.command('down')
    .description('stop a control plane and make sure that nothing of it is left running')
    .addOption(nameOption())
    .action(async ({ name }) => {
      console.log(await down(name) ? `control plane ${name} is down, nothing is left running` : `control plane ${name} was not up, nothing is running`);
    });
}

function registerStatus(rehearse: Command): void {
  rehearse.command('status')
    .description('show the control planes: components, ports, process ids, memory, health')
    .option('--name <name>', 'only this one (default: all)', instanceName)
    .action(async ({ name }) => {
      const names = name === undefined ? instanceNames() : [name];
      if (names.length === 0) {
        console.log('no control plane has been started yet: npx gpu-autoscaler rehearse up');
      }
      for (const each of names) {
        console.log(describeStatus(await instanceStatus(each)));
      }
    });
}

function registerKubectl(rehearse: Command): void {
  rehearse.command('kubectl')
    .description('run kubectl against a control plane, for example: rehearse kubectl get pods -A')
    .addOption(nameOption())
    .argument('[args...]', 'what kubectl gets; --name of the control plane goes before it')
    .helpOption(false)
    .passThroughOptions()
    .allowUnknownOption()
    .action((args: string[], { name }: { name: string }) => {
      const folder = instanceFolder(name);
      const state = readState(folder);
      if (holderOf(folder) === undefined || state === undefined) {
        throw new Error(`control plane ${name} is not up: npx gpu-autoscaler rehearse up${name === 'default' ? '' : ` --name ${name}`}`);
      }
      const { status, error } = spawnSync(join(state.binDirectory, 'kubectl'), args, { stdio: 'inherit', env: kubectlEnvironment(folder.kubeconfig) });
      if (error !== undefined) {
        throw error;
      }
      process.exitCode = status ?? 1;
    });
  rehearse.enablePositionalOptions();
}

function registerSupervise(rehearse: Command): void {
  rehearse.command(SUPERVISE_COMMAND, { hidden: true })
    .argument('<options>', 'as JSON')
    .action((options: string) => supervise(JSON.parse(options) as SupervisedOptions));
}

function nameOption(): Option {
  return new Option('--name <name>', 'which of several control planes').default('default').argParser(instanceName);
}

function instanceName(value: string): string {
  try {
    checkName(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return value;
}

function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0)) {
    throw new InvalidArgumentError(`expected a number of seconds above 0, got "${value}"`);
  }
  return number;
}
