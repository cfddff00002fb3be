import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileFor } from './compiled.ts'
import { promisedOutput, type Example } from './documents.ts'

/** How an example ended. A server is stopped once it has printed what it promises: `exit` is null then. */
export interface Run {
  readonly exit: number | null
  readonly printed: string
}

/** Runs an example in a process of its own, in an empty folder, on any free port. */
export const run = async (example: Example): Promise<Run> => {
  const promised = promisedOutput(example.code)
  const file = fileFor({ ...example, code: example.code.replaceAll('3000', '0') })
  const folder = mkdtempSync(join(tmpdir(), 'msg-example-'))
  const child = spawn(process.execPath, ['--conditions=@msg/source', file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (promised !== '' && printed === promised) child.kill()
    })
  const exit = await new Promise<number | null>((done) => void child.on('close', done))
  rmSync(folder, { recursive: true, force: true })
  return { exit, printed }
}
