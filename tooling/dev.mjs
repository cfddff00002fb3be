// The bootstrap behind `npm start` and `npm test`. No dependencies, any Node >= 20: it finds (or takes from npm) a Node
// and a pnpm that the tools here accept, installs what is missing, and runs a task's steps one after the other.
// It writes nothing outside this folder but npm's and pnpm's caches, and needs no network once those are filled.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE = '24.21.0'
const PNPM = '12.21.0'

const build = 'turbo run build --output-logs=errors-only'
const test = 'vitest run'
const check = [
  'turbo run build typecheck --output-logs=errors-only',
  'oxlint --type-aware --deny-warnings',
  'oxfmt --check',
]
/** What each command runs once everything is installed; words after `--` go to the last step. */
const tasks = {
  start: [`${build} --filter=@msg/demo`, 'node apps/demo/dist/main.js'],
  'demo:bridge': [`${build} --filter=@msg/demo`, 'node apps/demo/dist/main.js --bridge'],
  test: [build, test],
  check,
  'check:install': [build, 'node tooling/checks/install-packed.ts'],
  ci: [...check, test],
  // The API reference, made from doc comments, as pages in tooling/reference/dist.
  reference: ['node tooling/reference/build.ts'],
  // The pictures of the README, taken from the demo.
  screenshots: [`${build} --filter=@msg/demo`, 'node --conditions=@msg/source tooling/docs/screenshots.ts'],
  // Benchmarks are never part of the tests: they take minutes, and say little on a busy machine.
  bench: ['node --conditions=@msg/source tooling/bench/src/main.ts'],
  'bench:seed': ['node --conditions=@msg/source tooling/bench/src/seed/main.ts'],
}

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'
const env = {
  ...process.env,
  npm_config_loglevel: 'error',
  npm_config_prefer_offline: 'true',
  npm_config_update_notifier: 'false',
  pnpm_config_prefer_offline: 'true',
  pnpm_config_update_notifier: 'false',
  pnpm_config_verify_deps_before_run: 'false', // this file installs
  TURBO_TELEMETRY_DISABLED: '1',
  SYSTEM_NODE: process.execPath, // the checks import the packed packages with the Node that the reader has
}

const fail = (message, code = 1) => {
  console.error(message)
  process.exit(code)
}

const [name, ...rest] = process.argv.slice(2)
const steps = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined
if (!steps) fail(`usage: node tooling/dev.mjs ${Object.keys(tasks).join('|')}`, 2)
if (name === 'start' && !existsSync(join(root, 'apps/demo/package.json'))) fail('there is no apps/demo to start')

const launcher = process.ppid
let running // the step that runs now
let stopped = 0 // when a signal last told it to end
env.PATH = [join(root, 'node_modules/.bin'), toolsPath()].join(delimiter)
const wanted = fingerprint()
const stamp = join(root, 'node_modules/.installed')
passSignalsOn()
if (!isInstalled()) {
  await run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'])
  writeFileSync(stamp, wanted)
}
for (const [index, step] of steps.entries()) {
  const [command, ...args] = step.split(' ')
  await run(command, index === steps.length - 1 ? [...args, ...rest] : args)
}

/** The PATH with a Node and a pnpm the tools accept. */
function toolsPath() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const current = major > 24 || (major === 24 && minor >= 11) || (major === 22 && minor >= 18)
  if (!current)
    console.log(`Node.js ${process.versions.node} is older than the tools here ask for: using ${NODE} from npm.`)
  const path = (!current && pathWith([`node@${NODE}`, `pnpm@${PNPM}`])) || pathWith([`pnpm@${PNPM}`])
  return path || fail(`npm could not get pnpm ${PNPM}. Is the network (or npm's registry setting) in order?`)
}

/** The PATH on which npx puts the given packages' commands, or undefined when npm cannot get them. */
function pathWith(packages) {
  const args = ['-y', ...packages.flatMap((spec) => ['-p', spec]), '-c', 'node -p process.env.PATH']
  const stdio = ['ignore', 'pipe', 'inherit']
  const found = spawnSync('npx', args, { cwd: root, env, encoding: 'utf8', shell: windows, stdio })
  return found.status === 0 ? found.stdout.trim() : undefined
}

/** The manifests of the workspace: the root's and one for each folder of packages, apps and tooling. */
function manifests() {
  const folders = ['packages', 'apps', 'tooling'].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((child) => join(root, parent, child)) : [],
  )
  return [root, ...folders.toSorted()].filter((folder) => existsSync(join(folder, 'package.json')))
}

/** Everything an install depends on, hashed. */
function fingerprint() {
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch} ${root}`)
  const files = [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]
  for (const file of [...files, ...manifests().map((folder) => join(folder, 'package.json'))])
    hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** Whether the last install was of this very lockfile and every declared dependency is still in its place. */
function isInstalled() {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) return false
  return manifests().every((folder) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return Object.keys({ ...dependencies, ...devDependencies }).every((dependency) =>
      existsSync(join(folder, 'node_modules', dependency)),
    )
  })
}

/** Runs one step to its end and leaves with its exit code if that is not 0. */
async function run(command, args) {
  const stdio = ['ignore', 'inherit', 'inherit']
  running = spawn(command, args, { cwd: root, env, stdio, shell: windows, detached: !windows })
  const code = await new Promise((done) => {
    running.on('error', (error) => fail(`could not run ${command}: ${error.message}`, 127))
    running.on('exit', (status, signal) => done(status ?? 128 + constants.signals[signal]))
  })
  running = undefined
  if (code !== 0 || stopped > 0) process.exit(code)
}

/**
 * Hands every signal to the running step. A step has a process group of its own and so hears each exactly once, however
 * it was sent (a Ctrl-C reaches npm, its shell and this process alike); it is also stopped when npm itself was ended,
 * which tells its children nothing.
 */
function passSignalsOn() {
  const stop = (signal) => {
    if (!running) process.exit(128 + constants.signals[signal])
    if (Date.now() - stopped < 300) return
    stopped = Date.now()
    try {
      if (windows) running.kill(signal)
      else process.kill(-running.pid, signal)
    } catch {
      // it has just ended by itself
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  if (!process.env.npm_lifecycle_event) return
  const watch = setInterval(() => {
    if (process.ppid === launcher) return
    clearInterval(watch)
    stop('SIGTERM')
  }, 500)
  watch.unref()
}
