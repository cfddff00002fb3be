/** A worker that opens, and dies on its first query: what a crash of the database looks like. */
import { exit } from 'node:process'
import { parentPort } from 'node:worker_threads'

parentPort?.once('message', () => exit(1))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage({ id: 0, rows: [] })
