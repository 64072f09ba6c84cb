/**
 * The database's clock in milliseconds since 1970. SYSDATE, unlike NOW, is read when it is reached: after a
 * wait for locks it gives the time at which they were granted.
 */
export const clockSql = 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)';
