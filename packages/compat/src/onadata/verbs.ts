/** The verbs that onadata's messages have. A host gives its own list to have others. */
export const onadataVerbs = [
  'message',
  'submission_created',
  'submission_edited',
  'submission_deleted',
  'submission_reviewed',
  'form_updated',
  'kmskey_rotated',
  'export_created',
  'export_downloaded',
  'entitylist_imported',
  'entitylist_deleted',
  'profile_updated',
] as const
