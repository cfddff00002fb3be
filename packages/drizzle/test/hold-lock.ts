/** A process of its own that takes the lock of the directory it is given, says how that went, and stays until killed. */
import { stdin, stdout } from 'node:process'
import { lockDirectory } from '../src/directory-lock.ts'

const [, , directory = ''] = process.argv
stdout.write('ready\n')
stdin.once('data', () => {
  lockDirectory(directory).then(
    () => stdout.write('held\n'),
    (error: unknown) => stdout.write(`refused: ${String(error)}\n`),
  )
})
