/**
 * What holders of leases leave to the next one: ids and digests, no texts of users. Beside the leases, which are not copied: these are.
 */
export const leaseMemos = `
create table msg.lease_memo (
  name text collate "C" primary key,
  memo text not null
);
`
