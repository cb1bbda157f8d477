// Prints the one line that says how many tests ran; with CI=true a skipped test fails the run.
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    this.skippedInCi = process.env.CI === 'true' && skipped > 0;
    console.log(`\n${results.numPassedTests} passed, ${results.numFailedTests} failed, ${skipped} skipped`);
    if (this.skippedInCi) {
      console.log('With CI=true every test must run: install what the skipped ones ask for.');
    }
  }

  getLastError() {
    return this.skippedInCi ? new Error('skipped tests with CI=true') : undefined;
  }
}

module.exports = ClosingLineReporter;
