// Loaded into every process of a test run that `COARSE` asks for: the clock goes in steps of so many milliseconds, so that much is of
// the same moment that otherwise hardly ever is. What a test or the product takes for later because it was later shows.
const step = Number(process.env['COARSE'])
const { now } = Date

const stepped = (): number => Math.floor(now() / step) * step

Date.now = stepped

globalThis.Date = new Proxy(Date, {
  apply: () => new Date().toString(),
  construct: (target, given: readonly unknown[], made) =>
    Reflect.construct(target, given.length === 0 ? [stepped()] : given, made),
})
