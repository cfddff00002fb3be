import type { Context } from '../context.ts'
import { median, summed } from '../rounds.ts'
import type { Round } from '../rounds.ts'
import type { Subject } from '../widget/page.ts'
import { openWidgetPage } from '../widget/open-page.ts'
import type { WidgetPage } from '../widget/open-page.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'

/** How much slower the CPU is made: a desk, and a telephone. */
const rates = [1, 4] as const

/** Something done in the page, so many times at once. */
interface Deed {
  readonly id: string
  readonly name: string
  readonly times: number
  /** Milliseconds of the main thread, each time, that must do at the CPU's own speed. */
  readonly atMost: number
  act({ page }: WidgetPage, subject: Subject): Promise<unknown>
}

const deeds: readonly Deed[] = [
  {
    id: 'W13-open',
    name: 'a widget opens a long conversation',
    times: 1,
    atMost: 100,
    act: ({ page }, subject) => page.evaluate((of) => window.bench.open(of), subject),
  },
  {
    id: 'W13-append',
    name: 'a widget shows one more message at the end of a long conversation',
    times: 10,
    atMost: 8,
    act: ({ page }, subject) =>
      page.evaluate(async (of) => {
        for (let n = 0; n < 10; n += 1) await window.bench.append(of)
      }, subject),
  },
  {
    id: 'W13-scroll',
    name: 'a widget is scrolled up by 120 px, through pages that are loaded on the way',
    times: 30,
    atMost: 16,
    act: ({ page }, subject) => page.evaluate((of) => window.bench.scroll(of, 30), subject),
  },
  {
    id: 'W13-turn',
    name: 'a widget shows another conversation in place of a long one, and the long one again',
    times: 2,
    atMost: 100,
    act: ({ page }, subject) =>
      page.evaluate(async (of) => {
        for (const which of ['other', 'long'] as const) await window.bench.turn(of, which)
      }, subject),
  },
  {
    id: 'W13-key',
    name: 'a widget takes a letter that is typed',
    times: 20,
    atMost: 16,
    async act({ page }) {
      await page.getByRole('textbox').focus()
      await page.keyboard.type('twenty letters of it')
      await page.evaluate(() => window.bench.rest())
    },
  },
]

/** What one round took, in milliseconds of the main thread, at each rate. */
type Times = readonly { readonly widget: number; readonly plain: number }[]

const timed = async (opened: WidgetPage, { act, times }: Deed): Promise<Times> => {
  const measured: { widget: number; plain: number }[] = []
  for (const rate of rates) {
    const one = { widget: 0, plain: 0 }
    for (const subject of ['widget', 'plain'] as const) {
      await opened.slow(1)
      await opened.page.evaluate((of) => window.bench.open(of), subject)
      await opened.slow(rate)
      one[subject] = (await opened.busy(() => act(opened, subject))) / times
    }
    measured.push(one)
  }
  await opened.slow(1)
  return measured
}

/** W13: in one page, the widget and the least that could be: sixty paragraphs that scroll. Figures count how often a second. */
const workload = (deed: Deed): Workload => ({
  id: deed.id,
  name: deed.name,
  unit: '/s',
  needsPostgres: false,
  async run({ rounds, full }: Context) {
    await using opened = await openWidgetPage()
    const messages = full ? 100_000 : 10_000
    await opened.page.evaluate((count) => window.bench.seed(count), messages)
    const all: Times[] = []
    const checks: Check[] = []
    // The first opening loads what all others use.
    await opened.page.evaluate(() => window.bench.open('widget'))
    for (let round = 0; round < rounds; round += 1) {
      all.push(await timed(opened, deed))
      await opened.page.evaluate(() => window.bench.open('widget'))
      const elements = await opened.page.evaluate(() => window.bench.elements())
      checks.push({ says: `at most 1,500 elements are shown (${elements})`, holds: elements <= 1_500 })
    }
    const at = (index: number, subject: Subject): number => median(all.map((times) => times[index]?.[subject] ?? NaN))
    const told = rates.map(
      (rate, index) =>
        `at ${rate}x ${at(index, 'widget').toFixed(1)} ms beside ${at(index, 'plain').toFixed(1)} (${(at(index, 'widget') / at(index, 'plain')).toFixed(1)}x)`,
    )
    return {
      ...summed(all.map(([own]) => roundOf(own))),
      checks,
      floor: { says: `≤ ${deed.atMost} ms of the main thread`, met: at(0, 'widget') <= deed.atMost },
      notes: `${messages.toLocaleString('en')} messages; ${told.join(', ')}`,
    }
  },
})

const roundOf = (times: Times[number] | undefined): Round => ({
  figure: 1_000 / (times?.widget ?? Number.NaN),
  limit: 1_000 / (times?.plain ?? Number.NaN),
  cpu: { page: 1_000 * (times?.widget ?? Number.NaN) },
})

export const widgets: readonly Workload[] = deeds.map(workload)
