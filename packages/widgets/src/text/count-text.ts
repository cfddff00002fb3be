/** How much is unread, as a badge has room for it: more than `max` is said with a plus. */
export const countText = (count: number, max = 99): string => (count > max ? `${max}+` : String(count))
