/** Whether an address names a Postgres, and not a file or a folder. */
export const isPostgres = (address: string): boolean => /^postgres(?:ql)?:\/\//.test(address)
