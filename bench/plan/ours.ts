/** One run of `caa-guard plan` as users run it, which prints what it took instead of its findings. */
import { main } from '../../src/cli/main.js';
import { systemPorts } from '../../src/cli/system.js';

const [plan = '', policy = ''] = process.argv.slice(2);
const ports = systemPorts(new AbortController().signal);
let printed = 0;
const sink = { isTTY: false, write: (text: string) => void (printed += text.length) };
const code = await main(['plan', plan, '-p', policy], { ...ports, stdout: sink, stderr: sink });
const { user, system } = process.cpuUsage();
const memory = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1e6, memory, code, printed }));
