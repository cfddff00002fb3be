/** Something to wait for until it is opened. */
export const gate = () => {
  const parts: { open: () => void; opened: Promise<void> } = { open: () => {}, opened: Promise.resolve() }
  parts.opened = new Promise((resolve) => (parts.open = resolve))
  return parts
}
