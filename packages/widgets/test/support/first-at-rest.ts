/** The first message of a list and where it is, once it has not moved for ten frames. */
export const firstAtRest = async (list: Element): Promise<{ readonly id: string; readonly y: number }> => {
  const look = () => {
    const row = list.querySelector<HTMLElement>('.row')
    return { id: row?.dataset['id'] ?? '', y: row?.getBoundingClientRect().y ?? 0 }
  }
  let seen = look()
  for (let frames = 0; frames < 10; frames += 1) {
    await new Promise((done) => requestAnimationFrame(done))
    const now = look()
    if (now.id !== seen.id || now.y !== seen.y) frames = 0
    seen = now
  }
  return seen
}
