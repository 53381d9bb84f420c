// Stands in for @vscode/native-watchdog, whose compiled binding needs Python and a C++ compiler.
// The extension host polls its parent as well and ends within seconds of it.
'use strict';
exports.start = () => {};
