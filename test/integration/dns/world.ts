import { zone, type ZoneSpec } from '../support/zone-spec.js';
import {
  addDs,
  changeDs,
  dropLines,
  dropRecords,
  dropSignatures,
  spoilDs,
  spoilSignatures,
  tamper,
} from './damage.js';

/** A zone of the lab and what is asked about it: name relative to the zone (`@` for itself) and type. */
export interface Case {
  readonly zone: ZoneSpec;
  readonly asked: readonly (readonly [name: string, type: Type])[];
}

export type Type = 'A' | 'CAA' | 'DS' | 'DNSKEY' | 'TXT' | 'NS' | 'SOA';

const DAY = 86_400;
const USUAL: Case['asked'] = [['@', 'CAA'], ['www', 'A'], ['www', 'CAA'], ['gone', 'CAA']]; // prettier-ignore
const CAA_RECORD = '@ CAA 0 issue "ca.example"';

const inBind = (label: string, spec: Partial<ZoneSpec> = {}, asked = USUAL): Case => ({
  zone: zone(`${label}.bind.`, 'lower', spec),
  asked,
});
const inKnot = (label: string, spec: Partial<ZoneSpec> = {}, asked = USUAL): Case => ({
  zone: zone(`${label}.knot.`, 'knot', spec),
  asked,
});

const TOP: readonly Case[] = [
  { zone: zone('.', 'upper', { twoKeys: true, records: [] }), asked: [['@', 'DNSKEY'], ['@', 'CAA'], ['none', 'CAA'], ['none', 'DS']] }, // prettier-ignore
  {
    zone: zone('bind.', 'upper', { twoKeys: true, records: [] }),
    asked: [
      ['@', 'CAA'],
      ['@', 'DS'],
      ['none', 'A'],
    ],
  },
  { zone: zone('opt.', 'upper', { denial: 'opt-out', records: [] }), asked: [['@', 'CAA'], ['none', 'CAA'], ['none', 'DS']] }, // prettier-ignore
  // its servers hold its children too: answers come without a referral
  {
    zone: zone('knot.', 'knot', { records: [] }),
    asked: [
      ['@', 'CAA'],
      ['@', 'DS'],
      ['none', 'CAA'],
    ],
  },
];

const ALGORITHMS: readonly Case[] = [
  inBind('rsasha256', { algorithm: 'RSASHA256' }),
  inBind('rsasha512', { algorithm: 'RSASHA512' }),
  inBind('rsa4096', { algorithm: 'RSASHA256', keyBits: 4096 }),
  inBind('rsa1024', { algorithm: 'RSASHA256', keyBits: 1024 }),
  inBind('p256', { algorithm: 'ECDSAP256SHA256' }),
  inBind('p384', { algorithm: 'ECDSAP384SHA384', denial: 'nsec3' }),
  inBind('ed25519', { algorithm: 'ED25519' }),
  inBind('ed448', { algorithm: 'ED448' }),
  inBind('rsasha1', { algorithm: 'RSASHA1' }),
  inBind('rsasha1-nsec3', { algorithm: 'NSEC3RSASHA1', denial: 'nsec3' }),
  inBind('two-keys', { twoKeys: true }),
  inBind('two-algorithms', { second: 'RSASHA256' }),
  inKnot('rsasha256', { algorithm: 'RSASHA256' }),
  inKnot('p256', { records: [CAA_RECORD, 'www A 192.0.2.1', 'lower A 127.0.0.12'] }),
  inKnot('p384', { algorithm: 'ECDSAP384SHA384', denial: 'nsec3' }),
  inKnot('ed25519', { algorithm: 'ED25519', denial: 'nsec3' }),
];

const DELEGATIONS: readonly Case[] = [
  inBind('ds-sha384', { ds: 'SHA-384' }),
  inBind('ds-sha1', { ds: 'SHA-1' }),
  inBind('ds-standby', { dsDamage: addDs(4711, 13, 2, 32) }),
  inBind('ds-wrong', { dsDamage: spoilDs }),
  inBind('ds-missing', { ds: 'none' }),
  inBind('ds-algorithm-unknown', { dsDamage: changeDs('algorithm', 250) }),
  inBind('ds-digest-unknown', { dsDamage: changeDs('digest', 100) }),
  inBind('ds-second-algorithm', { dsDamage: addDs(4711, 8, 2, 32) }),
  inBind('unsigned', { signed: false }),
  inBind('unsigned-with-ds', { signed: false, dsDamage: () => [`unsigned-with-ds.bind. DS 4711 13 2 ${'cd'.repeat(32)}`] }), // prettier-ignore
  inBind('revoked', { revoked: true }),
  inBind('servers-elsewhere', { ns: [['lower.p256.knot.']] }),
  inBind('one-server-dead', { ns: [['ns1.one-server-dead.bind.', '127.0.0.14'], ['ns2.one-server-dead.bind.', '127.0.0.12']] }), // prettier-ignore
  inBind('dead', { ns: [['ns.dead.bind.', '127.0.0.14']] }, [['@', 'CAA']]),
  inBind('lame', { ns: [['ns.lame.bind.', '127.0.0.13']] }, [['@', 'CAA']]),
  { zone: zone('signed.opt.', 'lower'), asked: USUAL },
  { zone: zone('unsigned.opt.', 'lower', { signed: false }), asked: [...USUAL, ['@', 'DS']] },
  { zone: zone('ds-wrong.opt.', 'lower', { dsDamage: spoilDs }), asked: USUAL },
  { zone: zone('below.p256.bind.', 'lower', { algorithm: 'ED25519' }), asked: [...USUAL, ['@', 'DS']] },
  { zone: zone('island.unsigned.bind.', 'lower'), asked: USUAL },
  { zone: zone('below.expired.bind.', 'lower'), asked: USUAL },
  inKnot('ds-sha384', { ds: 'SHA-384' }),
  inKnot('ds-wrong', { dsDamage: spoilDs }),
  inKnot('ds-missing', { ds: 'none' }),
  inKnot('unsigned', { signed: false }, [...USUAL, ['@', 'DS']]),
  { zone: zone('below.p256.knot.', 'knot', { denial: 'nsec3' }), asked: [...USUAL, ['@', 'DS']] },
];

/** Zones in which somebody else can pass validation, or that are about to change. */
const HANDED_OVER: readonly Case[] = [
  inBind('challenge-alias', { records: [CAA_RECORD, '_acme-challenge CNAME a.p256.knot.'] }, [['_acme-challenge', 'TXT']]), // prettier-ignore
  inKnot('challenge-delegated', { records: [CAA_RECORD] }),
  { zone: zone('_acme-challenge.challenge-delegated.knot.', 'lower', { signed: false, records: ['@ TXT "x"'] }), asked: [['@', 'TXT']] }, // prettier-ignore
  inKnot('challenge-lame', { records: [CAA_RECORD, '_acme-challenge NS lower.p256.knot.'] }, [['_acme-challenge', 'DS']]), // prettier-ignore
  inBind('standing-grant', { records: [CAA_RECORD, '_validation-persist TXT "ca.example; accounturi=https://ca.example/acct/666"'] }, [['_validation-persist', 'TXT']]), // prettier-ignore
  inBind('leaving', { records: [CAA_RECORD, '@ CDS 0 0 0 00', '@ CDNSKEY 0 3 0 AA=='] }),
];

const SIGNATURES: readonly Case[] = [
  inBind('expired', { validFrom: -20 * DAY, validUntil: -DAY }),
  inBind('not-yet', { validFrom: 3 * DAY, validUntil: 20 * DAY }),
  inBind('soon', { validFrom: 1_800, validUntil: 20 * DAY }),
  inBind('just-expired', { validFrom: -20 * DAY, validUntil: -1_800 }),
  inBind('signature-dropped', { damage: dropSignatures('CAA') }),
  inBind('signature-spoiled', { damage: spoilSignatures('CAA') }),
  inBind('record-changed', { damage: tamper('CAA', 'ca.example', 'evil.example') }),
  inBind('dnskey-unsigned', { damage: dropSignatures('DNSKEY') }),
  inBind('dnskey-dropped', { damage: dropRecords('DNSKEY') }),
  inBind('zsk-dropped', { twoKeys: true, damage: dropLines(/\sDNSKEY\s+256\s/) }),
  inBind('soa-spoiled', { damage: spoilSignatures('SOA') }),
  inBind('other-type-spoiled', { damage: spoilSignatures('A') }),
];

const WILD = [CAA_RECORD, '*.wild CAA 0 issue "wild.example"', '*.wild A 192.0.2.2', 'known.wild A 192.0.2.3', '* TXT "any"']; // prettier-ignore
const WILD_ASKED: Case['asked'] = [
  ['a.wild', 'CAA'], ['a.b.wild', 'CAA'], ['*.wild', 'CAA'], ['a.wild', 'TXT'], ['known.wild', 'CAA'],
  ['wild', 'CAA'], ['other', 'TXT'], ['other', 'CAA'], ['@', 'CAA'],
]; // prettier-ignore
const ENT = [CAA_RECORD, 'a.b.c CAA 0 issue "deep.example"'];
const ENT_ASKED: Case['asked'] = [['c', 'CAA'], ['b.c', 'CAA'], ['a.b.c', 'CAA'], ['x.b.c', 'CAA'], ['x.c', 'CAA']]; // prettier-ignore

const DENIAL: readonly Case[] = [
  inBind('nsec3', { denial: 'nsec3' }),
  inBind('nsec3-salted', { denial: 'nsec3', salt: 'aabbccdd', iterations: 10 }),
  inBind('nsec3-100', { denial: 'nsec3', iterations: 100 }),
  inBind('nsec3-opt-out', { denial: 'opt-out', records: [CAA_RECORD, 'www A 192.0.2.1', 'child NS ns.child', 'ns.child A 192.0.2.9'] }, [...USUAL, ['child', 'DS'], ['x.y', 'CAA']]), // prettier-ignore
  inBind('nsec-dropped', { damage: dropRecords('NSEC') }),
  inBind('nsec-spoiled', { damage: spoilSignatures('NSEC') }),
  inBind('nsec3-dropped', { denial: 'nsec3', damage: dropSignatures('NSEC3') }),
  inBind('wildcard', { records: WILD }, WILD_ASKED),
  inBind('wildcard-nsec3', { records: WILD, denial: 'nsec3' }, WILD_ASKED),
  inBind('wildcard-unproven', { records: WILD, damage: dropRecords('NSEC') }, WILD_ASKED),
  inBind('ent', { records: ENT }, ENT_ASKED),
  inBind('ent-nsec3', { records: ENT, denial: 'nsec3' }, ENT_ASKED),
  inKnot('nsec3', { denial: 'nsec3' }),
  inKnot('nsec3-salted', { denial: 'nsec3', salt: 'aabbccdd', iterations: 5 }),
  inKnot('nsec3-opt-out', { denial: 'opt-out' }, [...USUAL, ['x.y', 'CAA']]),
  inKnot('wildcard', { records: WILD }, WILD_ASKED),
  inKnot('wildcard-nsec3', { records: WILD, denial: 'nsec3' }, WILD_ASKED),
  inKnot('ent', { records: ENT }, ENT_ASKED),
  inKnot('ent-nsec3', { records: ENT, denial: 'nsec3' }, ENT_ASKED),
];

const ALIASES_TO = ['p256.bind', 'p256.knot', 'unsigned.bind', 'expired.bind', 'ds-missing.knot', 'record-changed.bind', 'gone.p256.bind', 'unsigned.opt', 'a.wild.wildcard.bind']; // prettier-ignore
const aliases = (to: readonly string[]): string[] => to.map((name, i) => `to${i} CNAME ${name}.`);
const CHAIN = Array.from({ length: 7 }, (_, i) => `c${i} CNAME c${i + 1}`);
const ALIAS_RECORDS = [
  CAA_RECORD,
  ...aliases(ALIASES_TO),
  ...CHAIN,
  'c7 CAA 0 issue "end.example"',
  'loop1 CNAME loop2',
  'loop2 CNAME loop1',
  '*.star CNAME p256.bind.',
];
const ALIAS_ASKED: Case['asked'] = [
  ...ALIASES_TO.map((_, i) => [`to${i}`, 'CAA'] as const),
  ['c0', 'CAA'],
  ['x.star', 'CAA'],
  ['loop1', 'CAA'],
];
const DNAME_RECORDS = [CAA_RECORD, 'inner A 192.0.2.1', 'there DNAME p256.bind.', 'here DNAME inner2', 'www.inner2 CAA 0 issue "inner.example"', 'out DNAME unsigned.knot.', 'bad DNAME expired.bind.']; // prettier-ignore
const DNAME_ASKED: Case['asked'] = [
  ['there', 'CAA'], ['www.there', 'A'], ['www.there', 'CAA'], ['www.here', 'CAA'], ['www.out', 'A'], ['www.bad', 'A'], ['gone.there', 'CAA'],
]; // prettier-ignore

const ALIASES: readonly Case[] = [
  inBind('alias', { records: ALIAS_RECORDS }, ALIAS_ASKED),
  inBind('alias-unsigned', { records: ALIAS_RECORDS, signed: false }, ALIAS_ASKED),
  inKnot('alias', { records: ALIAS_RECORDS, denial: 'nsec3' }, ALIAS_ASKED),
  inBind('dname', { records: DNAME_RECORDS }, DNAME_ASKED),
  inKnot('dname', { records: DNAME_RECORDS, denial: 'nsec3' }, DNAME_ASKED),
  inBind('alias-spoiled', { records: ALIAS_RECORDS, damage: spoilSignatures('CNAME') }, [['to0', 'CAA']]),
  inBind('dname-spoiled', { records: DNAME_RECORDS, damage: spoilSignatures('DNAME') }, [['www.there', 'A']]),
];

const CONTENT: readonly Case[] = [
  inBind('deny', { records: ['@ CAA 0 issue ";"'] }),
  inBind('empty-value', { records: ['@ CAA 0 issue ""'] }),
  inBind('no-caa', { records: ['www A 192.0.2.1'] }),
  inBind('mixed-case', { records: ['@ CAA 0 issue "CA.Example"', 'WwW A 192.0.2.1'] }, [['@', 'CAA'], ['wWw', 'A'], ['GONE', 'CAA']]), // prettier-ignore
  inBind('bytes', { records: ['a\\.b CAA 0 issue "dot.example"', 'x\\255y CAA 0 issue "byte.example"'] }, [['a\\.b', 'CAA'], ['x\\255y', 'CAA'], ['a.b', 'CAA']]), // prettier-ignore
  inBind('large', { records: Array.from({ length: 150 }, (_, i) => `@ CAA 0 issue "ca${i}.example"`) }, [['@', 'CAA']]), // prettier-ignore
  inKnot('large', { records: Array.from({ length: 150 }, (_, i) => `@ CAA 0 issue "ca${i}.example"`) }, [['@', 'CAA']]), // prettier-ignore
  inKnot('deny', { records: ['@ CAA 0 issue ";"'] }),
];

/** About a hundred zones, good and broken. */
export const CASES: readonly Case[] = [
  ...TOP,
  ...ALGORITHMS,
  ...DELEGATIONS,
  ...HANDED_OVER,
  ...SIGNATURES,
  ...DENIAL,
  ...ALIASES,
  ...CONTENT,
];
