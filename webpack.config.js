'use strict';
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');
const { BannerPlugin } = require('webpack');

/** Native modules stay out of the bundles: they load their own binaries from node_modules. */
const natives = ['onnxruntime-node', 'tokenizers'];

const loader = (tsconfig) => ({
  test: /\.ts$/,
  loader: 'esbuild-loader',
  options: { target: 'es2022', tsconfig: path.resolve(__dirname, tsconfig) },
});

const base = (mode) => ({
  mode,
  devtool: 'source-map',
  output: { path: path.resolve(__dirname, 'dist'), libraryTarget: 'commonjs2', filename: '[name].js' },
  resolve: { extensions: ['.ts', '.js'] },
  performance: { hints: false },
  stats: 'errors-warnings',
});

const node = (mode, name, entry, externals) => ({
  ...base(mode),
  name,
  target: 'node20',
  node: { __dirname: false },
  entry: { [name]: entry },
  externals: externals.map((module) => ({ [module]: `commonjs ${module}` })),
  module: { rules: [loader('tsconfig.json')] },
});

/** `bin` of package.json: run by its first line where it is linked into a PATH. */
const executable = (config) => ({
  ...config,
  plugins: [new BannerPlugin({ banner: '#!/usr/bin/env node', raw: true })],
});

/** Every folder of src/webview with a main.ts is a page of its own. */
const pages = () => {
  const folder = path.resolve(__dirname, 'src/webview');
  const names = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'main.ts')));
  return Object.fromEntries(names.map((name) => [name, path.join(folder, name, 'main.ts')]));
};

const webviews = (mode, entries) => ({
  ...base(mode),
  name: 'webview',
  target: ['web', 'es2022'],
  entry: entries,
  output: { path: path.resolve(__dirname, 'dist/webview'), filename: '[name].js' },
  module: {
    rules: [
      loader('src/webview/tsconfig.json'),
      { test: /\.ttf$/, type: 'asset/resource', generator: { filename: '[name][ext]' } },
    ],
  },
});

/** One bundle per island, so that none can reach into another by accident. */
module.exports = (_env, { mode = 'production' }) => [
  node(mode, 'extension', './src/extension/extension.ts', ['vscode']),
  node(mode, 'engine', './src/engine/main.ts', natives),
  executable(node(mode, 'cli', './src/cli/main.ts', [])),
  webviews(mode, pages()),
];
