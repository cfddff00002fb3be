/** A process of its own that copies an embedded database into a schema, saying what it is about to do, and stays until killed. */
import { argv, stdout } from 'node:process'
import { copyDatabase } from '../src/copy/index.ts'

const [, , from = '', url = '', schema = ''] = argv
const onProgress = ({ table, rows }: { readonly table: string; readonly rows: number }): void => {
  stdout.write(`${table} ${rows}\n`)
}
await copyDatabase({ from, to: { url, schema }, onProgress })
stdout.write('done\n')
