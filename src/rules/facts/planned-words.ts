import {
  join,
  outside,
  own,
  text,
  wordAmong,
  wordsBy,
  type Outside,
  type Text,
  type Words,
} from '../../base/text.js';
import { presentCaa, presentUnknownRdata, readCaaRdata } from '../../caa/index.js';
import type { PlanChangeEvidence, PlanRecordEvidence, PlanSetEvidence } from '../../survey/evidence.js';
import type { DiffLine, DomainView } from '../model.js';
import { presentDs, readDs } from './dnssec.js';
import { octetsFrom } from './lookups.js';
import { list, sortedLines } from './words.js';

/** Resources that are listed in one sentence. */
const MOST_LISTED = 10;

/** `After apply` for a plan, `In the state` for a state. */
export function whenApplied({ plan }: DomainView): Text {
  return own(plan?.kind === 'state' ? 'In the state' : 'After apply');
}

/** Why Terraform does what it does, in words of ours. */
const REASONS = wordsBy({
  delete_because_no_resource_config:
    'its block is gone from the configuration, which `prevent_destroy` in that block cannot stop',
  delete_because_no_module: 'its module is gone from the configuration',
  delete_because_count_index: 'its index is beyond `count`',
  delete_because_each_key: 'its key is no longer in `for_each`',
  delete_because_no_move_target: 'it is moved to an address that the configuration does not have',
  delete_because_wrong_repetition: '`count` or `for_each` was added or taken away',
  replace_because_cannot_update: 'the provider cannot change it in place',
  replace_because_tainted: 'it is tainted',
  replace_by_request: '`-replace` asks for it',
  replace_by_triggers: '`replace_triggered_by` asks for it',
});

/** What Terraform can do to a resource, and the types of records that are read; evidence from elsewhere may say anything. */
const ACTIONS = ['no-op', 'create', 'read', 'update', 'delete', 'forget'] as const;
const TYPES = ['CAA', 'DS', 'NS', 'CNAME', 'DNAME', 'TXT'] as const;

/** `cloudflare_dns_record.caa: delete, since its block is gone ...`; one text a resource that is changed. */
export function changeWords(changes: readonly PlanChangeEvidence[]): readonly Text[] {
  const changed = changes.filter(({ actions }) => actions.some((one) => one !== 'no-op' && one !== 'read'));
  const told = changed.slice(0, MOST_LISTED).map(({ address, actions, reason, movedFrom, deposed }) => {
    const why = reason === undefined ? undefined : REASONS.get(reason);
    return text`${outside(address)}: ${join(
      actions.map((one) => wordAmong(ACTIONS, one)),
      ', then ',
    )}${
      why === undefined ? [] : text`, since ${why}`
    }${movedFrom === undefined ? [] : text` (was ${outside(movedFrom)})`}${
      deposed === true ? own(' (an object that an earlier replacement left over)') : []
    }.`;
  });
  const more = changed.length - told.length;
  return more > 0 ? [...told, text`And ${more} more.`] : told;
}

/** Addresses, the first few of them. */
export function addressWords(addresses: readonly string[]): Text {
  const all = [...new Set(addresses)].sort();
  const more = all.length - MOST_LISTED;
  return text`${list(all.slice(0, MOST_LISTED))}${more > 0 ? text` and ${more} more` : []}`;
}

/** A type of records, as evidence names it. */
export function typeWords(type: string): Words | Outside {
  return wordAmong(TYPES, type);
}

/** A record as it would be served; in place of what cannot be had, why. */
export function recordWords({ rdata, unknown, sensitive }: PlanRecordEvidence, type: string): Text {
  if (rdata === undefined) {
    const parts = [
      ...(unknown.length > 0 ? [text`${list(unknown)} not known before apply`] : []),
      ...(sensitive.length > 0 ? [text`${list(sensitive)} sensitive`] : []),
    ];
    return text`${typeWords(type)} (${parts.length === 0 ? own('cannot be read') : join(parts, ', ')})`;
  }
  const octets = octetsFrom(rdata);
  if (type === 'CAA') {
    const read = readCaaRdata(octets);
    return text`CAA ${outside(read.ok ? presentCaa(read.record) : presentUnknownRdata(octets))}`;
  }
  const ds = type === 'DS' ? readDs(octets) : undefined;
  return text`${typeWords(type)} ${outside(ds === undefined ? presentUnknownRdata(octets) : presentDs(ds))}`;
}

/** What goes and what comes, record by record; what stays is left out. */
export function setDiff({
  type,
  before,
  after,
}: Pick<PlanSetEvidence, 'type' | 'before' | 'after'>): readonly DiffLine[] {
  const key = (one: PlanRecordEvidence): string => one.rdata ?? JSON.stringify([one.unknown, one.sensitive]);
  const [had, has] = [new Set(before.map(key)), new Set(after.map(key))];
  const line = (op: '+' | '-', one: PlanRecordEvidence): DiffLine => ({
    op,
    text: recordWords(one, type),
    note: text`${outside(one.address)}`,
  });
  return sortedLines([
    ...before.filter((one) => !has.has(key(one))).map((one) => line('-', one)),
    ...after.filter((one) => !had.has(key(one))).map((one) => line('+', one)),
  ]);
}
