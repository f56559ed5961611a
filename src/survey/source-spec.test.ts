import { describe, expect, it } from 'vitest';
import { parseSource } from './source-spec.js';

describe('a source of certificates', () => {
  it.each([
    ['certspotter', { kind: 'certspotter' }],
    ['certspotter=http://127.0.0.1:8080', { kind: 'certspotter', url: 'http://127.0.0.1:8080/' }],
    ['crtsh', { kind: 'crtsh' }],
    ['crtsh=https://crt.example/x', { kind: 'crtsh', url: 'https://crt.example/x' }],
    ['files=/etc/ssl/ours', { kind: 'files', path: '/etc/ssl/ours' }],
    ['tail=state=1', { kind: 'tail', path: 'state=1' }],
    ["log=Let's Encrypt 'Sycamore2026h2'", { kind: 'log', log: "Let's Encrypt 'Sycamore2026h2'" }],
  ])('%s reads', (text, spec) => {
    expect(parseSource(text)).toEqual(spec);
  });

  it.each([
    ['', 'no kind'],
    ['censys', 'no kind'],
    ['files', 'which directory'],
    ['tail=', 'nothing stands'],
    ['log', 'which log'],
    ['crtsh=http://crt.example', 'https://'],
    ['certspotter=https://user:secret@api.example', 'user name or password'],
    ['certspotter=nonsense', 'https://'],
  ])('%s does not, and the error says what is expected', (text, why) => {
    expect(() => parseSource(text)).toThrow(why);
    expect(() => parseSource(text)).toThrow(/expected a source such as certspotter/);
  });
});
