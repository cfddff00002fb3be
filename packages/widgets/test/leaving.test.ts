import { test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

test('who leaves a room by the list of its members stands before it, as who leaves it at its head', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const room = await window.playground.furnish()
    window.playground.show('ana', 'msg-room', { 'room-id': room })
  })
  const join = page.getByRole('button', { name: 'Join' })
  const leave = page.getByRole('button', { name: 'Leave' })
  await join.click()
  await page.getByRole('button', { name: 'Members' }).click()
  await page.getByRole('dialog', { name: 'Members' }).getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await join.click()
  await leave.click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await join.waitFor()
})

test('a room that one cannot leave now says so, and what is being written there stays', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const room = await window.playground.furnish()
    const session = window.playground.as('ana')
    const leave = () => Promise.reject(new Error('not now'))
    window.playground.put({ ...session, members: { ...session.members, leave } }, 'msg-room', { 'room-id': room })
  })
  await page.getByRole('button', { name: 'Join' }).click()
  await page.locator('msg-composer input[type=file]').setInputFiles({
    name: 'plan.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('a plan'),
  })
  await page.getByRole('button', { name: 'Remove: plan.txt' }).waitFor()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('alert').filter({ hasText: 'That did not work.' }).waitFor()
  await page.getByRole('button', { name: 'Remove: plan.txt' }).waitFor()
})
