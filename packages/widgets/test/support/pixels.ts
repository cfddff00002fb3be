import type { Page } from 'playwright-core'

/** Which part of a picture another one shows otherwise: from 0 to 1. Both are PNG; a page decodes them. */
export const differentPart = (page: Page, one: Buffer, other: Buffer): Promise<number> =>
  page.evaluate(
    async (pictures) => {
      const pixels = async (png: string): Promise<Uint8ClampedArray> => {
        const image = new Image()
        image.src = `data:image/png;base64,${png}`
        await image.decode()
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
        if (canvas === null) throw new Error('there is no canvas')
        canvas.drawImage(image, 0, 0)
        return canvas.getImageData(0, 0, image.width, image.height).data
      }
      const [first = [], second = []] = await Promise.all(pictures.map(pixels))
      if (first.length !== second.length) return 1
      let different = 0
      for (let at = 0; at < first.length; at += 4)
        if ([0, 1, 2].some((colour) => first[at + colour] !== second[at + colour])) different += 1
      return (different * 4) / first.length
    },
    [one.toString('base64'), other.toString('base64')],
  )
