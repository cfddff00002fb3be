/** The side of a picture shown small, in pixels. */
const side = 64

/** The middle of a picture, small; empty until it is drawn. On a canvas, because a page's policy need not allow addresses of its own files. */
export const pictureOf = (file: File): HTMLCanvasElement => {
  const canvas = document.createElement('canvas')
  canvas.width = side * 2
  canvas.height = side * 2
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', file.name)
  void draw(file, canvas)
  return canvas
}

const draw = async (file: File, canvas: HTMLCanvasElement): Promise<void> => {
  try {
    const picture = await createImageBitmap(file)
    const part = Math.min(picture.width, picture.height)
    const [x, y] = [(picture.width - part) / 2, (picture.height - part) / 2]
    canvas.getContext('2d')?.drawImage(picture, x, y, part, part, 0, 0, canvas.width, canvas.height)
    picture.close()
  } catch {
    // No picture after all: the server will say so.
  }
}
