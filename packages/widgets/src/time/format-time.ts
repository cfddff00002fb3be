/** Times as people read them, in a language and in the viewer's own time zone. */

/** How times of one language and zone are written. */
export interface TimeFormat {
  /** The time of day: beside a message. */
  time(iso: string): string
  /** Day and time in full: what a pointer that rests on a time is told. */
  full(iso: string): string
  /** The day, as a divider says it; `today` and `yesterday` by their words. */
  day(iso: string, now: number): string
  /** As short as a list of conversations has room for: the time today, the weekday this week, else the date. */
  short(iso: string, now: number): string
  /** What two times of the same day have in common, in this zone. */
  dayKey(iso: string): string
}

export interface TimeWords {
  readonly today: string
  readonly yesterday: string
}

const msPerDay = 86_400_000

const dayNumber = (dayKey: string): number => Date.parse(dayKey) / msPerDay

/** Makes the format of a language. Without a `timeZone`, that of the machine. */
export const createTimeFormat = (locale: string, words: TimeWords, timeZone?: string): TimeFormat => {
  const zone = timeZone === undefined ? {} : { timeZone }
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...zone })
  const time = format({ hour: 'numeric', minute: '2-digit' })
  const full = format({ dateStyle: 'full', timeStyle: 'short' })
  const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const dated = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const shortDay = format({ weekday: 'short' })
  const shortDate = format({ day: 'numeric', month: 'short' })
  const shortYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
  // Days are told apart by their date in the zone: a day of 23 or 25 hours is one day all the same.
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone })
  const keyAt = (ms: number): string => key.format(ms)
  const daysAgo = (iso: string, now: number): number => dayNumber(keyAt(now)) - dayNumber(keyAt(Date.parse(iso)))
  const sameYear = (iso: string, now: number): boolean => keyAt(Date.parse(iso)).slice(0, 4) === keyAt(now).slice(0, 4)
  return {
    time: (iso) => time.format(Date.parse(iso)),
    full: (iso) => full.format(Date.parse(iso)),
    day(iso, now) {
      const ago = daysAgo(iso, now)
      if (ago === 0) return words.today
      if (ago === 1) return words.yesterday
      return (sameYear(iso, now) ? weekday : dated).format(Date.parse(iso))
    },
    short(iso, now) {
      const ago = daysAgo(iso, now)
      if (ago <= 0) return time.format(Date.parse(iso))
      if (ago === 1) return words.yesterday
      if (ago < 7) return shortDay.format(Date.parse(iso))
      return (sameYear(iso, now) ? shortDate : shortYear).format(Date.parse(iso))
    },
    dayKey: (iso) => keyAt(Date.parse(iso)),
  }
}
