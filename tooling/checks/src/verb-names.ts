/** The verbs by the place that names them, for example `{ session: ['messages.send'], endpoints: ['messages.send'] }`. */
export type NamesByPlace = Readonly<Record<string, readonly string[]>>

/**
 * Where the places that must name every verb disagree, one line for each name and place that lacks it. The places:
 * the core `Session`, its verb files, the contract's routes and endpoints, the Hono handlers, and the client's lines.
 */
export const missingNames = (places: NamesByPlace): readonly string[] => {
  const every = [...new Set(Object.values(places).flat())].toSorted()
  return Object.entries(places).flatMap(([place, names]) =>
    every.filter((name) => !names.includes(name)).map((name) => `${place} lacks ${name}`),
  )
}
