import { escapeHtml } from '../world/render.ts'
import type { FakeRoom, FakeUser } from '../world/state.ts'

const options = (items: readonly { readonly id: number; readonly name: string }[]) =>
  items.map((item) => `<option value="${item.id}">${escapeHtml(item.name)}</option>`).join('')

/** A page on which to read a room and type as any of its users. */
export const typingPage = (users: readonly FakeUser[], rooms: readonly FakeRoom[]) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Fake Stack Exchange chat</title>
<style>body{font:15px system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}li{margin:.3rem 0;white-space:pre-wrap}form{display:flex;gap:.5rem}input{flex:1}</style></head>
<body><h1>Fake Stack Exchange chat</h1>
<p><label>Room <select id="room">${options(rooms)}</select></label></p>
<ul id="messages" aria-live="polite"></ul>
<form id="say"><label>As <select id="user">${options(users.filter((user) => user.id > 0))}</select></label>
<input id="text" aria-label="Message" autocomplete="off" required><button>Say</button></form>
<script type="module">
const of = (id) => document.getElementById(id)
const show = async () => {
  const messages = await (await fetch('/__fake/rooms/' + of('room').value)).json()
  of('messages').replaceChildren(...messages.map((message) => {
    const item = document.createElement('li')
    item.textContent = message.name + ': ' + (message.text ?? '(removed)') + (message.stars ? ' \\u2605' + message.stars : '')
    return item
  }))
}
of('say').addEventListener('submit', async (event) => {
  event.preventDefault()
  const args = [Number(of('user').value), Number(of('room').value), of('text').value]
  of('text').value = ''
  await fetch('/__fake/control', { method: 'POST', body: JSON.stringify({ verb: 'say', args }) })
  await show()
})
of('room').addEventListener('change', show)
setInterval(show, 1000)
show()
</script></body></html>`
