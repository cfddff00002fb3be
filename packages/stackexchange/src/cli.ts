#!/usr/bin/env node
import { runRepl } from './repl/run-repl.ts'

process.exitCode = await runRepl({
  args: process.argv.slice(2),
  env: process.env,
  input: process.stdin,
  output: process.stdout,
})
// A terminal left open for reading would keep the process.
process.stdin.destroy()
