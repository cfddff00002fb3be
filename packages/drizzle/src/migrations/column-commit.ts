import { pinned } from './pinned.ts'

/** A commit of a batch in columns. */
export interface ColumnCommit {
  readonly name: string
  /** SQL: its parameters, one list for each column, of which `conversations` is one. */
  readonly columns: string
  /** The function that writes them, under the locks. */
  readonly write: string
  /** SQL: what it locks beside the conversations, after them. */
  readonly locks?: string
}

/** SQL: the function that is the whole commit of a batch in columns: it locks, and has them written. */
export const columnCommit = ({ name, columns, write, locks = '' }: ColumnCommit): string => `
create function msg.${name}(${columns}) returns json language plpgsql volatile
${pinned}
as $$
declare
  locked uuid[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception '${name} must run in read committed' using errcode = 'invalid_transaction_state';
  end if;
  locked := array(select c.id from msg.conversation c where c.id = any (conversations) order by c.id for no key update);
${locks}  return array_to_json(msg.${write}(${namesOf(columns)}, null, locked, date_trunc('milliseconds', clock_timestamp())));
end
$$;
`

const namesOf = (columns: string): string =>
  columns
    .split(',')
    .map((column) => column.trim().split(' ')[0])
    .join(', ')
