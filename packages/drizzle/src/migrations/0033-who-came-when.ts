/**
 * Whom a creation, or an import, let into a conversation: by the revision at which they came. Before, whoever was told of an
 * import looked at all members there are, which made news of a large one slower with each batch.
 */
export const whoCameWhen = `
create index member_joined on msg.member (conversation_id, joined_revision);
create index past_member_joined on msg.past_member (conversation_id, joined_revision);
`
