// Whoever has no key is refused, and that is an answer.
const response = await fetch(`${process.env.SANDBOX_URL}/ledger`, { signal: AbortSignal.timeout(20_000) });
if (response.status !== 401) throw new Error(`the ledger without a key: ${response.status}`);
process.stdout.write('the sandbox answers\n');
