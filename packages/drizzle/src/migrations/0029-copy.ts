/**
 * What an embedded database is copied with. `copy_of` is the epoch of the one that this is a copy of, `copied_at` when it was
 * whole. A checksum is over all rows of a table, whatever their order, as every server writes them; numbers of transactions
 * mean nothing elsewhere and are left out. A row counts by 60 bits of its digest.
 */
export const copying = `
alter table msg.meta add column copy_of text, add column copied_at timestamptz;

create function msg.msg_checksum_1(which regclass, out rows bigint, out checksum text) language plpgsql stable
set timezone = 'UTC'
set datestyle = 'ISO, MDY'
set bytea_output = 'hex'
as $$
declare
  columns text := (
    select string_agg(format('t.%I', a.attname), ', ' order by a.attnum) from pg_attribute a
    where a.attrelid = which and a.attnum > 0 and not a.attisdropped and a.atttypid <> 'xid8'::regtype);
begin
  execute format($q$select count(*), coalesce(sum(('x' || left(md5(row(%s)::text), 15))::bit(60)::bigint), 0)::text from %s t$q$,
    columns, which) into rows, checksum;
end
$$;
`
