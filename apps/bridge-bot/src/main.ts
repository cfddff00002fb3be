#!/usr/bin/env node
import { once } from 'node:events'
import { env, exit, stderr, stdin, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { explained } from './explained.ts'
import { concealed } from './log.ts'
import { runBot } from './run-bot.ts'

const usage = `msg-bridge-bot --config FILE [--secrets FILE|-] [--dry-run]

  --config FILE     what to link: JSON, without secrets (default bridge.json)
  --secrets FILE    lines of NAME=value in a file that only you may read, or - for standard input
  --dry-run         look whether it would run; write and post nothing

Secrets, from there or from the environment: BRIDGE_SECRET or DATABASE_URL, and BRIDGE_COOKIES or ChatExchangeU and ChatExchangeP.
`

/** Leaves once what was said is out: through a pipe it may go later. */
const leave = (code: number): void => void stdout.write('', () => stderr.write('', () => exit(code)))

let hidden: readonly string[] = []
try {
  const { values } = parseArgs({
    options: {
      config: { type: 'string', default: 'bridge.json' },
      secrets: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) stdout.write(usage)
  else
    await runBot({
      configPath: values.config,
      secrets: { env, file: values.secrets, stdin },
      dryRun: values['dry-run'],
      write: (line) => stdout.write(line),
      stopping: Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]),
      onSecrets: (texts) => (hidden = texts),
    })
  // What is cut off must not keep the process.
  leave(0)
} catch (error) {
  stderr.write(`${concealed(`the bridge did not start: ${explained(error)}`, hidden)}\n`)
  leave(1)
}
