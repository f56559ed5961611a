import type { DnsName } from '../../base/name.js';
import { RrType, type Fetched, type Message } from '../model.js';
import type { AnswerCache } from './answer-cache.js';
import type { Asking } from './ask.js';
import { Flight } from './flights.js';
import type { HostAddresses } from './host-addresses.js';
import type { ResolveLimits } from './limits.js';
import { delegationSigner } from './referral.js';
import { questionKey } from './shared-questions.js';
import type { LookUp, Task } from './task.js';
import { isLimit } from './work.js';
import { askZone, type ZoneAnswer, type ZoneQuestion } from './zone-questions.js';
import type { KnownZone, ZoneCuts } from './zones.js';

type Question = Omit<ZoneQuestion, 'zone'>;

/** An answer of a zone's server, and the zone that it refers to. */
interface Step {
  readonly answer: ZoneAnswer;
  readonly next?: KnownZone;
}

/** The way of one question from the deepest zone known down to the zone that answers. */
export class Descent {
  /** Questions about to show whether there is a cut at a name right below a zone; others that need it wait. */
  readonly #scouts = new Map<string, Flight<Step>>();

  /** DS questions whose answer in the cache is from a referral. */
  readonly #broughtAlong = new Set<string>();

  constructor(
    private readonly asking: Asking,
    private readonly hosts: HostAddresses,
    private readonly cuts: ZoneCuts,
    private readonly cache: AnswerCache,
    private readonly limits: ResolveLimits,
    private readonly lookUp: LookUp,
  ) {}

  /** Each turn goes deeper into the name, so it ends. */
  async run(asked: Question, task: Task): Promise<Fetched> {
    const { name, type } = asked;
    // what a referral brought along did not do: the same server may say more when it is asked outright
    const outright = asked.avoid !== undefined && this.#broughtAlong.delete(questionKey(name, type));
    const avoid = outright ? undefined : asked.avoid;
    const question = { name, type, avoid };
    // a DS set belongs to the parent's zone (RFC 4035, section 2.4)
    const base = type === RrType.DS ? (name.parent ?? name) : name;
    let zone = this.cuts.deepest(base);
    let searched = false;
    for (;;) {
      // no waiting in between: of many questions that come here at once, the first is the scout
      const scout = this.#scoutFor(name, zone);
      const found = scout && (await this.#fromScout(scout, question, base, zone, task));
      if (found?.fetched !== undefined) return found.fetched;
      if (found?.zone !== undefined) {
        zone = found.zone;
        continue;
      }
      const { answer, next } = await this.#step({ zone, name, type, avoid }, task);
      if (!answer.ok) return answer;
      const hidden =
        searched || next !== undefined ? undefined : await this.#hiddenParent(answer, question, base, task);
      searched ||= next === undefined;
      const deeper = next ?? hidden;
      if (deeper?.name.isBelow(zone.name) !== true) {
        return { ok: true, message: answer.message, server: answer.server, zone: zone.name };
      }
      zone = deeper;
    }
  }

  #scoutFor(name: DnsName, zone: KnownZone): Flight<Step> | undefined {
    const child = childTowards(name, zone.name);
    return child && this.#scouts.get(child.key);
  }

  /** Waits for a question that is about to show the next cut; gives what we ask for, if it came along, or the cut. */
  async #fromScout(
    scout: Flight<Step>,
    { name, type, avoid }: Question,
    base: DnsName,
    zone: KnownZone,
    task: Task,
  ): Promise<{ readonly fetched?: Fetched; readonly zone?: KnownZone } | undefined> {
    const joined = await task.flight.join(scout);
    if (joined === undefined) return undefined;
    const { answer } = joined.value;
    // the zone's servers are all of no use: a thousand names below need not find that out one by one
    if (!answer.ok && avoid === undefined && !isLimit(answer.reason.code))
      return { fetched: { ok: false, reason: { ...answer.reason, name, type } } };
    const fetched = avoid === undefined ? this.cache.get(questionKey(name, type)) : undefined;
    if (fetched !== undefined) return { fetched };
    const deeper = this.cuts.deepest(base);
    return deeper.name.isBelow(zone.name) ? { zone: deeper } : undefined;
  }

  /** Asks the zone; where it is not known yet whether there is a cut right below it, as the scout for others. */
  #step(question: ZoneQuestion, task: Task): Promise<Step> {
    const { zone, type, name } = question;
    const child = childTowards(name, zone.name);
    // the parent answers for a DS set itself and shows no cut
    if (child === undefined || (type === RrType.DS && child.equals(name))) return this.#ask(question, task);
    if (this.cuts.isInside(zone, child) || this.#scouts.has(child.key)) return this.#ask(question, task);
    return this.#scoutOut(child, question, task);
  }

  async #scoutOut(child: DnsName, question: ZoneQuestion, task: Task): Promise<Step> {
    const { zone } = question;
    const scout = new Flight<Step>();
    this.#scouts.set(child.key, scout);
    try {
      return await task.flight.start(scout, async () => {
        const step = await this.#ask(question, { work: task.work, flight: scout, depth: task.depth });
        if (step.answer.ok && step.next === undefined) this.cuts.learnInside(zone, child);
        return step;
      });
    } finally {
      this.#scouts.delete(child.key);
    }
  }

  async #ask(question: ZoneQuestion, task: Task): Promise<Step> {
    const answer = await askZone(this.asking, this.hosts, this.limits, question, task);
    if (!answer.ok || answer.response.kind !== 'referral') return { answer };
    const { message, server, response } = answer;
    const signer = delegationSigner(message, server, question.zone.name, response.zone);
    if (signer !== undefined) {
      const key = questionKey(response.zone, RrType.DS);
      this.cache.put(key, signer);
      this.#broughtAlong.add(key);
    }
    return { answer, next: this.cuts.learn(response.zone, response.hosts, response.ttl) };
  }

  /**
   * A server that holds the child and a zone further up, but not the zone between them, answers for a DS set as the
   * child (RFC 4035, section 3.1.4.1). Then the parent has to be found first.
   */
  async #hiddenParent(
    { message }: { readonly message: Message },
    { name, type }: Question,
    base: DnsName,
    task: Task,
  ): Promise<KnownZone | undefined> {
    const byChild = message.authority.some((one) => one.type === RrType.SOA && one.name.equals(name));
    if (type !== RrType.DS || name.isRoot || message.answer.length > 0 || !byChild) return undefined;
    await this.lookUp(base, RrType.NS, task);
    return this.cuts.deepest(base);
  }
}

/** The name right below `zone` on the way to `name`. */
function childTowards(name: DnsName, zone: DnsName): DnsName | undefined {
  return name.labels.length > zone.labels.length ? name.ancestor(zone.labels.length + 1) : undefined;
}
