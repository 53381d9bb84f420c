// Stands in for @vscode/spdlog, whose compiled binding needs Python and a C++ compiler.
// VS Code only wants a logger that appends lines to a file.
'use strict';
const { appendFile, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
const OFF = LEVELS.length;

function createLogger(_name, file) {
  let threshold = LEVELS.indexOf('info');
  mkdirSync(dirname(file), { recursive: true });
  const logger = {
    getLevel: () => threshold,
    setLevel: (level) => {
      threshold = level;
    },
    setPattern() {},
    clearFormatters() {},
    flush() {},
    drop() {
      threshold = OFF;
    },
  };
  LEVELS.forEach((name, level) => {
    logger[name] = (message) => {
      // A log line that cannot be written must not stop the editor.
      if (level >= threshold) {
        appendFile(file, `${new Date().toISOString()} [${name}] ${message}\n`, () => {});
      }
    };
  });
  return logger;
}

const create = async (name, file) => createLogger(name, file);

// One assignment a name: that is how an ES module that imports this finds the names.
exports.setFlushOn = () => {};
exports.setLevel = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
