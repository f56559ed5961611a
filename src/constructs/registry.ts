import { App, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { Declaration } from '../policy/declaration.js';
import type { Declared, Shared } from './declare.js';
import { guardStack } from './enforce/stack.js';
import type { GuardedDomain } from './guarded-domain.js';

const ID = 'caa-guard';

/**
 * What the guarded domains of one app share: it hangs at the root of the tree, so that nothing is global. It guards every
 * stack of the app, those without a guarded domain too.
 */
export class GuardRegistry extends Construct implements Shared {
  readonly files = new Map<string, Declaration | undefined>();
  readonly declared = new Map<string, Declared>();
  readonly #guards = new Map<string, GuardedDomain>();
  readonly #stacks = new Set<TerraformStack>();

  static of(scope: IConstruct): GuardRegistry {
    const { root } = scope.node;
    const known = root.node.tryFindChild(ID);
    if (known === undefined) return new GuardRegistry(root);
    if (known instanceof GuardRegistry) return known;
    throw new Error(
      `expected ${root.node.path}/${ID} to be left to caa-guard; another construct has this id. Rename it`,
    );
  }

  private constructor(root: Construct) {
    super(root, ID);
    if (App.isApp(root)) this.#watch(root);
  }

  get guards(): readonly GuardedDomain[] {
    return [...this.#guards.values()];
  }

  add(guard: GuardedDomain, stack: TerraformStack): void {
    const before = this.#guards.get(guard.domain);
    if (before !== undefined)
      throw new Error(
        `${guard.node.path}: expected ${guard.domain} to be guarded once; ${before.node.path} does already. Merge the two`,
      );
    this.#guards.set(guard.domain, guard);
    this.#guard(stack);
  }

  #guard(stack: TerraformStack): void {
    if (this.#stacks.has(stack)) return;
    this.#stacks.add(stack);
    guardStack(stack, () => this.guards);
  }

  /** Stacks that are made later, or hold no guarded domain, are guarded when all are there. */
  #watch(app: App): void {
    const synth = app.synth.bind(app);
    app.synth = () => {
      for (const one of app.node.findAll()) if (TerraformStack.isStack(one)) this.#guard(one);
      synth();
    };
  }
}
