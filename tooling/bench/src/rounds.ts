/** What one round measured: how much more or less than the limit in the same round, and at what price. */
export interface Round {
  /** Per second, or whatever the workload counts. */
  readonly figure: number
  readonly limit: number | null
  /** Microseconds of CPU for one operation, by process. */
  readonly cpu: Cpu
}

/** Microseconds of CPU; null where they cannot be read. */
export type Cpu = Readonly<Record<string, number | null>>

/** The middle of the numbers. */
export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** The value below which a share of the numbers lies. */
export const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? Number.NaN

/** Rounds one after the other, each with its limit, so that a noisy neighbour meets both. */
export const rounds = async (count: number, round: (index: number) => Promise<Round>): Promise<Summary> => {
  const measured: Round[] = []
  for (let index = 0; index < count; index += 1) measured.push(await round(index))
  return summed(measured)
}

/** The medians of rounds. */
export interface Summary {
  readonly figure: number
  readonly limit: number | null
  readonly ratio: number | null
  readonly cpuPerOperation: Cpu
  /** The lowest and the highest ratio; of the figure where there is no limit. */
  readonly spread: readonly [number, number]
}

export const summed = (measured: readonly Round[]): Summary => {
  const figures = measured.map(({ figure }) => figure)
  const limits = measured.flatMap(({ limit }) => (limit === null ? [] : [limit]))
  const ratios = measured.flatMap(({ figure, limit }) => (limit === null ? [] : [figure / limit]))
  const compared = ratios.length === 0 ? figures : ratios
  const names = Object.keys(measured[0]?.cpu ?? {})
  const cpuOf = (name: string): number | null => {
    const values = measured.flatMap(({ cpu }) => cpu[name] ?? [])
    return values.length === 0 ? null : median(values)
  }
  return {
    figure: median(figures),
    limit: limits.length === 0 ? null : median(limits),
    ratio: ratios.length === 0 ? null : median(ratios),
    cpuPerOperation: Object.fromEntries(names.map((name) => [name, cpuOf(name)])),
    spread: [Math.min(...compared), Math.max(...compared)],
  }
}

/** The CPU of all processes together; null when none can be read. */
export const totalOf = (cpu: Cpu): number | null => {
  const known = Object.values(cpu).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
