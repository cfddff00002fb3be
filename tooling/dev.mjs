// The bootstrap behind `npm start` and `npm test`: no dependencies, runs on any Node >= 20.
// It finds (or takes from npm) a Node and a pnpm that the tools here accept, installs what is missing, and runs a task.
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const NODE = '24.21.0'
const PNPM = '12.21.0'
const root = fileURLToPath(new URL('..', import.meta.url))
const install = 'pnpm install --frozen-lockfile --reporter=append-only'
const tasks = {
  start: [
    install,
    'pnpm exec turbo run build --filter=@msg/demo --output-logs=errors-only',
    'node apps/demo/dist/main.js',
  ],
  test: [install, 'pnpm exec turbo run build --output-logs=errors-only', 'pnpm exec vitest run'],
  ci: [
    install,
    'pnpm exec turbo run build typecheck --force --output-logs=errors-only',
    'pnpm exec oxlint --type-aware --deny-warnings',
    'pnpm exec oxfmt --check',
    'pnpm exec vitest run',
  ],
}

const steps = tasks[process.argv[2]]
if (!steps) {
  console.error(`usage: node tooling/dev.mjs ${Object.keys(tasks).join('|')}`)
  process.exit(2)
}

const windows = process.platform === 'win32'
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }

/** The PATH on which npx puts the given packages' commands, or undefined when npm cannot get them. */
const pathWith = (packages) => {
  const args = ['-y', ...packages.flatMap((name) => ['-p', name]), '-c', 'node -p process.env.PATH']
  const found = spawnSync('npx', args, {
    env: { ...env, npm_config_loglevel: 'error' },
    encoding: 'utf8',
    shell: windows,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return found.status === 0 ? found.stdout.trim() : undefined
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const current = major > 24 || (major === 24 && minor >= 11) || (major === 22 && minor >= 18)
if (!current)
  console.log(
    `Node.js ${process.versions.node} is older than the tools here ask for: using ${NODE} from npm for this run.`,
  )
const path = (!current && pathWith([`node@${NODE}`, `pnpm@${PNPM}`])) || pathWith([`pnpm@${PNPM}`])
if (!path) {
  console.error(`npm could not get pnpm ${PNPM}`)
  process.exit(1)
}

for (const step of steps) {
  const [command, ...args] = step.split(' ')
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...env, PATH: path }, shell: windows })
  const pass = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass)
  const code = await new Promise((done) =>
    child.on('error', () => done(127)).on('exit', (status) => done(status ?? 130)),
  )
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, pass)
  if (code !== 0) process.exit(code)
}
