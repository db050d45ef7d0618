import { measureLossless } from './rows/lossless.ts';

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const results = await measureLossless(isQuick ? 600 : 10_000);
console.table(results);
