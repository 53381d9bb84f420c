import assert from 'node:assert/strict';
import { isSupported } from '../../../src/engine/tasks/summary/sources/is-supported';
import { seemsForeign } from '../../../src/engine/tasks/summary/sources/function-words';
import { sentenceWords } from '../../../src/engine/tasks/summary/sentence-words';

const sources = [
  'The server listens on port 8080 and writes its logs to a file.',
  'Requests that fail are repeated three times.',
];

describe('a sentence of a summary is supported', () => {
  for (const sentence of [
    'The server listens on port 8080',
    'Servers listening on a port, logging to files',
    'Failed requests are repeated',
    'It repeats each failing request and writes logs',
  ]) {
    it(`by what it is made of: ${sentence}`, () => assert.ok(isSupported(sentence, sources)));
  }

  for (const sentence of [
    'The client connects to a database',
    'The server listens on port 9090',
    'A tool for baking bread with flour and water',
    'The keeper of the lighthouse lights the lamp',
  ]) {
    it(`but not by something else: ${sentence}`, () => assert.ok(!isSupported(sentence, sources)));
  }

  it('but not without any source', () => {
    assert.ok(!isSupported('The server listens', []));
  });
});

describe('the language of a text', () => {
  const english = [
    'The quick brown fox jumps over the lazy dog, and nobody who saw it was surprised by that at all.',
    'Installs the package. Run the tests with npm. Options: verbose, quiet, force. This is a list of flags.',
    'Short.',
    '',
  ];
  const other = [
    "Le serveur écoute sur le port donné et écrit ses journaux dans un fichier, que l'on peut lire avec la commande.",
    'Der Server hört auf den angegebenen Port und schreibt seine Protokolle in eine Datei, die man lesen kann.',
    'El servidor escucha en el puerto indicado y escribe sus registros en un archivo que se puede leer.',
    'Сервер слушает указанный порт и пишет журналы в файл, который можно прочитать командой.',
    'サーバーは指定されたポートで待ち受け、ログをファイルに書き込みます。コマンドで読むことができます。',
    'Serwer nasłuchuje na podanym porcie i zapisuje dzienniki do pliku, który można odczytać poleceniem.',
  ];
  for (const text of english) it(`seems English: ${text}`, () => assert.ok(!seemsForeign(sentenceWords(text))));
  for (const text of other) it(`does not: ${text}`, () => assert.ok(seemsForeign(sentenceWords(text))));
});
