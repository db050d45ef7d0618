// Prints which tests failed, with the beginning of what they say, and alone on the last line how many did.
import { readFileSync } from 'node:fs';

const LONGEST_MESSAGE = 600;

const [, , file] = process.argv;
const {
  testResults = [],
  numPassedTests = 0,
  numFailedTests = 0,
  numPendingTests = 0,
  numTodoTests = 0,
  success = false,
} = JSON.parse(readFileSync(file, 'utf8') || '{}');

for (const { name, message, status, assertionResults } of testResults) {
  // A file that could not even be loaded has no tests.
  if (status === 'failed' && message) console.log(`FAILED ${name}\n  ${message.slice(0, LONGEST_MESSAGE)}`);
  for (const { status: outcome, fullName, failureMessages } of assertionResults) {
    if (outcome === 'failed') {
      console.log(`FAILED ${name}: ${fullName}\n  ${failureMessages.join('\n').slice(0, LONGEST_MESSAGE)}`);
    }
  }
}

const failed = success || numFailedTests > 0 ? numFailedTests : 1;
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
