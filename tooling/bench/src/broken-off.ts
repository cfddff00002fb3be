const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Has something cleared away should the benchmark be broken off, by an error or by a signal. Returns what calls that off. */
export const whenBrokenOff = (clear: () => void): (() => void) => {
  const stop = (): void => process.exit(130)
  process.on('exit', clear)
  for (const signal of signals) process.on(signal, stop)
  return () => {
    process.off('exit', clear)
    for (const signal of signals) process.off(signal, stop)
  }
}
