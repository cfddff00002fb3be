/** One step of the schema. Never edited once released. */
export interface Migration {
  readonly version: number
  /** Statements that create in the schema `:schema:`. */
  readonly script: string
}

/** The bridge's own tables. No column holds a text that somebody wrote; `person` is how remote users are shown. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    script: `
      create table :schema:.memory (id uuid primary key);
      insert into :schema:.memory (id) values (gen_random_uuid());
      create table :schema:.cursor (link uuid primary key, event_id bigint, message_id bigint);
      create table :schema:.local_cursor (
        link uuid primary key, from_seq bigint not null, done bigint not null, seq bigint not null, revision bigint not null);
      create table :schema:.queue (
        link uuid not null, message_id uuid not null, seq bigint not null, revision bigint not null,
        marked boolean not null default false, primary key (link, message_id));
      create index queue_seq on :schema:.queue (link, seq);
      create table :schema:.pair (
        message_id uuid not null, link uuid not null, part integer not null, seq bigint not null,
        origin text not null check (origin in ('local', 'remote')),
        state text not null check (state in ('arriving', 'posting', 'paired', 'unknown', 'refused', 'gone')),
        remote_id bigint, author_id text not null, digest text not null, body text not null, edits integer not null,
        starred boolean not null, star_shown boolean not null, above bigint not null, since bigint not null, reason text,
        primary key (message_id, link, part));
      create index pair_remote on :schema:.pair (link, remote_id);
      create index pair_brought on :schema:.pair (link, remote_id desc) where origin = 'remote';
      create index pair_unsettled on :schema:.pair (link) where state in ('posting', 'unknown');
      create table :schema:.person (user_id text primary key, name text not null, avatar_url text);
      create table :schema:.admitted (link uuid not null, user_id text not null, primary key (link, user_id));
    `,
  },
]
