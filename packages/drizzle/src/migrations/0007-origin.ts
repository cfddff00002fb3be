/**
 * Which database this is: the cluster, its timeline, the database and the table, as Postgres numbers them. Another one than
 * the one noted means that it was copied, restored or failed over to.
 */
export const origin = `
alter table msg.meta add column origin text;
`
