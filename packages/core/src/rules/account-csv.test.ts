import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'
import { accountCsv } from './account-csv.ts'

test('an account is written as lines, and no cell of it is a formula', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'], title: '@SUM(1)' })
  for (const body of ['=1+1', ' +1', '-1', '＝1', 'one, "two"\nthree', 'plain - text'])
    await alice.messages.send({ conversationId, body })
  const { records } = await alice.account.export()
  const csv = accountCsv(records)
  expect(csv.startsWith('type,conversationId,messageId,seq,at,userId,text,record\r\nprofile,,,,,alice,alice,')).toBe(
    true,
  )
  expect(csv).toContain(",'@SUM(1),")
  for (const body of ["'=1+1", "' +1", "'-1", "'＝1", '"one, ""two""\nthree"', 'plain - text'])
    expect(csv).toContain(`,alice,${body},`)
  expect(accountCsv([])).toBe('type,conversationId,messageId,seq,at,userId,text,record\r\n')
})
