import assert from 'node:assert/strict';
import type { Edit } from '../../../src/protocol';
import { frontMatterEdit } from '../../../src/extension/summary/front-matter';
import { commentEdit, commentOf, wrapped } from '../../../src/extension/summary/summary-comment';

const apply = (text: string, edit: Edit | undefined): string => {
  assert.ok(edit);
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
};

describe('a summary as front matter', () => {
  const into = (text: string, summary = 'It says "so".', eol = '\n') =>
    apply(text, frontMatterEdit(text, summary, eol));

  it('begins where there is none', () => {
    assert.equal(into('# A\n'), '---\ndescription: "It says \\"so\\"."\n---\n\n# A\n');
    assert.equal(into('', 'One.\nTwo.', '\r\n'), '---\r\ndescription: "One. Two."\r\n---\r\n\r\n');
  });

  it('takes a rule for no front matter', () => {
    assert.equal(into('---\nText that no rule ends.\n').slice(0, 40), '---\ndescription: "It says \\"so\\"."\n---\n\n');
    assert.ok(into('Text\n---\nmore').startsWith('---\ndescription:'));
  });

  it('keeps all that is there', () => {
    assert.equal(into('---\ntitle: A # x\ntags:\n  - b\n---\nText'), '---\ntitle: A # x\ntags:\n  - b\ndescription: "It says \\"so\\"."\n---\nText'); // prettier-ignore
    assert.equal(into('---\r\ntitle: A\r\n...\r\nText', 'S.', '\r\n'), '---\r\ntitle: A\r\ndescription: "S."\r\n...\r\nText'); // prettier-ignore
  });

  it('stands beside a description that somebody wrote, and replaces an older summary', () => {
    const once = into('---\ndescription: Mine\n---\n', 'S.');
    assert.equal(once, '---\ndescription: Mine\nsummary: "S."\n---\n');
    assert.equal(into(once, 'T.'), '---\ndescription: Mine\nsummary: "T."\n---\n');
    assert.equal(
      into('---\nsummary: >\n  two\n\n  lines\ntitle: A\n---\n', 'T.'),
      '---\nsummary: "T."\ntitle: A\n---\n',
    );
  });
});

describe('a summary as a comment', () => {
  it('is wrapped between words', () => {
    assert.deepEqual(wrapped('aa bb cc\ndd', 5), ['aa bb', 'cc', 'dd']);
    assert.deepEqual(wrapped('unbreakable x', 4), ['unbreakable', 'x']);
  });

  it('has the marks of the language, and nothing in it ends it', () => {
    assert.equal(commentOf('One.\nTwo.', { line: '#' }, '\n'), '# One.\n# Two.\n');
    assert.equal(commentOf('a */ b --> c', { block: ['/*', '*/'] }, '\r\n'), '/*\r\na * / b --> c\r\n*/\r\n');
    assert.equal(commentOf('a --> b', { block: ['<!--', '-->'] }, '\n'), '<!--\na - - > b\n-->\n');
    assert.equal(commentOf('a', {}, '\n'), undefined);
  });

  it('stands behind what must be first', () => {
    const hash = { line: '#' };
    const xml = { block: ['<!--', '-->'] } as const;
    assert.equal(apply('x = 1\n', commentEdit('x = 1\n', 'S.', hash, '\n')), '# S.\n\nx = 1\n');
    const script = '#!/bin/sh\necho\n';
    assert.equal(apply(script, commentEdit(script, 'S.', hash, '\n')), '#!/bin/sh\n# S.\n\necho\n');
    const python = '#!/usr/bin/python\n# -*- coding: utf-8 -*-\nx\n';
    assert.equal(apply(python, commentEdit(python, 'S.', hash, '\n')), '#!/usr/bin/python\n# -*- coding: utf-8 -*-\n# S.\n\nx\n'); // prettier-ignore
    const page = '<?xml version="1.0"?>\n<a/>';
    assert.equal(apply(page, commentEdit(page, 'S.', xml, '\n')), '<?xml version="1.0"?>\n<!--\nS.\n-->\n\n<a/>');
    const notes = '---\ntitle: A\n---\nText';
    assert.equal(apply(notes, commentEdit(notes, 'S.', xml, '\n')), '---\ntitle: A\n---\n<!--\nS.\n-->\n\nText');
    assert.equal(apply('#!/bin/sh', commentEdit('#!/bin/sh', 'S.', hash, '\n')), '#!/bin/sh\n# S.\n\n');
  });
});
