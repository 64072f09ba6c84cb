export { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export { readSettings } from './settings.ts';
