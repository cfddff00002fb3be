import { expect, it } from 'vitest'
import { readFields } from './read-fields.ts'

const request = (body: string, headers: Record<string, string> = {}): Request =>
  new Request('http://app.example/', { method: 'POST', body, headers })

const form = 'application/x-www-form-urlencoded'

it.each([
  ['JSON', '{"content":"hi","n":1}', 'application/json', { content: 'hi', n: 1 }],
  ['JSON that says it is a form, as curl -d does', '{"content":"hi"}', form, { content: 'hi' }],
  ['JSON that says nothing', '{"content":"hi"}', '', { content: 'hi' }],
  ['a form', 'content=hi+there&n=1', form, { content: 'hi there', n: '1' }],
  ['nothing', '', 'application/json', {}],
])('reads %s', async (_, body, type, fields) => {
  expect(await readFields(request(body, { 'content-type': type }))).toEqual(fields)
})

it.each([
  ['that is no JSON', '{', { 'content-type': 'application/json' }],
  ['that is no object', '[1]', { 'content-type': 'application/json' }],
  ['of a form, with a cookie', 'content=hi', { 'content-type': form, cookie: 'sessionid=1' }],
  ['of an unknown kind', 'hi', { 'content-type': 'image/png' }],
])('refuses a body %s', async (_, body, headers) => {
  await expect(readFields(request(body, headers))).rejects.toMatchObject({ code: 'invalid' })
})

it('reads a form of parts, as browsers and curl send it, without its files', async () => {
  const body = new FormData()
  body.set('content', 'hi \u00e9 & there')
  body.set('file', new File(['x'], 'x.txt'))
  const sent = new Request('http://app.example/', { method: 'POST', body })
  expect(await readFields(sent)).toEqual({ content: 'hi \u00e9 & there' })
})

it.each(['multipart/form-data', 'multipart/form-data; boundary=x'])(
  'refuses parts that cannot be read: %s',
  async (type) => {
    await expect(readFields(request('--y\r\nhi', { 'content-type': type }))).rejects.toMatchObject({ code: 'invalid' })
  },
)

it('refuses a body that is too long', async () => {
  const long = request(`{"content":"${'x'.repeat(131_072)}"}`)
  await expect(readFields(long)).rejects.toMatchObject({ code: 'too_large' })
})

it('a cookie beside an Authorization header is no cookie of a browser', async () => {
  const headers = { 'content-type': form, cookie: 'sessionid=1', authorization: 'Token t' }
  expect(await readFields(request('content=hi', headers))).toEqual({ content: 'hi' })
})
