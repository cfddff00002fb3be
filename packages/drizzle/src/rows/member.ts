/** From rows to members, how far they have read, and when they saw what. */
import type {
  Member,
  MemberFacts,
  MemberRecord,
  ReadAdvance,
  Receipt,
  ReceiptRecord,
  RosterFacts,
  Window,
} from '@msg/core'
import { fields, integer, list, nullable, oneOf, text } from './values.ts'

export const roles = ['admin', 'member'] as const
export const statuses = ['active', 'left', 'removed'] as const

export const member = (value: unknown): Member => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    userId: text(row['userId']),
    role: oneOf(row['role'], roles),
    status: oneOf(row['status'], statuses),
    joinedAt: text(row['joinedAt']),
    joinedSeq: integer(row['joinedSeq']),
    endedAt: nullable(row['endedAt'], text),
    endedSeq: nullable(row['endedSeq'], integer),
    revision: integer(row['revision']),
  }
}

export const memberRecord = (value: unknown): MemberRecord => {
  const row = fields(value)
  return { ...member(row['member']), ordinal: integer(row['ordinal']) }
}

export const receipt = (value: unknown): Receipt => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    userId: text(row['userId']),
    readSeq: integer(row['readSeq']),
    readAt: nullable(row['readAt'], text),
    deliveredSeq: integer(row['deliveredSeq']),
    deliveredAt: nullable(row['deliveredAt'], text),
  }
}

export const receiptRecord = (value: unknown): ReceiptRecord => {
  const row = fields(value)
  return { ...receipt(row['receipt']), ordinal: integer(row['ordinal']) }
}

export const readAdvance = (value: unknown): ReadAdvance => {
  const row = fields(value)
  return { seq: integer(row['seq']), at: text(row['at']) }
}

export const memberFacts = (value: unknown): MemberFacts => {
  const row = fields(value)
  return {
    userId: text(row['userId']),
    role: oneOf(row['role'], roles),
    status: oneOf(row['status'], statuses),
    endedSeq: nullable(row['endedSeq'], integer),
    version: integer(row['version']),
  }
}

export const rosterFacts = (value: unknown): RosterFacts => {
  const row = fields(value)
  return { members: integer(row['members']), admins: integer(row['admins']), earliest: list(row['earliest'], text) }
}

export const window = (value: unknown): Window => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    joinedRevision: integer(row['joinedRevision']),
    endedRevision: nullable(row['endedRevision'], integer),
  }
}
