import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
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

test('who leaves a room in an inbox can join it again there, and who leaves a group is told that they cannot', async () => {
  const page = await open(1000)
  await page.evaluate(async () => {
    const id = await window.playground.furnish()
    await window.playground.as('ana').members.join({ conversationId: id })
    window.playground.show('ana', 'msg-inbox', { 'conversation-id': id })
  })
  const leave = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Members' }).click()
    await page.getByRole('dialog', { name: 'Members' }).getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  }
  await leave()
  await page.getByText('You left. You can join again.').waitFor()
  await expectForEverybody(page)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('textbox', { name: 'Message Travel' }).waitFor()
  await page.getByRole('button', { name: /^Team Beta/ }).click()
  await page.getByRole('textbox', { name: 'Message Team Beta' }).waitFor()
  await leave()
  await page.getByText('You left. A member can invite you back.').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Join' }).count()).toBe(0)
})
