import type { Cpu } from './rounds.ts'
import { totalOf } from './rounds.ts'
import type { Result, Workload } from './workload.ts'

const digits = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3).replace(/\.?0+$/, '')

const cpuText = (cpu: Cpu): string => {
  const total = totalOf(cpu)
  if (total === null) return '-'
  const parts = Object.entries(cpu).map(([name, value]) => `${name} ${value === null ? '?' : digits(value)}`)
  return parts.length === 1 ? digits(total) : `${digits(total)} (${parts.join(' + ')})`
}

const heads = ['workload', 'figure', 'limit', 'ratio', 'spread', 'µs CPU/op', 'floor'] as const

/** One line of the table. */
export const row = ({ id, unit }: Workload, result: Result): readonly string[] => {
  const { figure, limit, ratio, spread, cpuPerOperation, floor } = result
  const met = floor.met === null ? '?' : floor.met ? '✓' : '✗'
  return [
    id,
    `${digits(figure)} ${unit}`,
    limit === null ? '-' : digits(limit),
    ratio === null ? '-' : `${ratio.toFixed(2)}x`,
    spread.map(digits).join('-'),
    cpuText(cpuPerOperation),
    `${met} ${floor.says}`,
  ]
}

/** The rows as a table of even columns, which is also one of Markdown. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
