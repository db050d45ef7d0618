// Prints which tests failed, with the beginning of what they say, and alone on the last line how many did.
import { readFileSync } from 'node:fs';

const LONGEST_MESSAGE = 3_000;

/** Tables are told with narrower columns, so that more of them is seen. */
const shortened = (text) => text.replaceAll(/ {3,}/g, '  ').slice(0, LONGEST_MESSAGE);

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
  if (status === 'failed' && message) console.log(`FAILED ${name}\n  ${shortened(message)}`);
  for (const { status: outcome, fullName, failureMessages } of assertionResults) {
    if (outcome === 'failed') {
      console.log(`FAILED ${name}: ${fullName}\n  ${shortened(failureMessages.join('\n'))}`);
    }
  }
}

const failed = success || numFailedTests > 0 ? numFailedTests : 1;
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
