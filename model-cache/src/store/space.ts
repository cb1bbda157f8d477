import { Leases } from './leases';
import { Store } from './store';
import { CachedModelConfig, MODEL_CACHE_RUNTIME, ModelCacheConfig, modelVersion } from '../../../lib/contract/model-cache';
import { inBytes } from '../amounts';
import { Problem } from '../problem';

/** Bytes of the filesystem that are left free, for directories and journals. */
const MARGIN = 16 * 2 ** 20;

/** What models take, and may take. */
export interface Usage {
  /** Bytes. */
  readonly budget: number;
  /** Bytes. */
  readonly used: number;
  /** Bytes of the filesystem that nobody takes. */
  readonly free: number;
  /** Bytes of those that models leave to others. */
  readonly reserved: number;
}

/** Keeps models within the budget and the filesystem. */
export class Space {
  /** @param freeShare of a filesystem that has images and logs as well, what stays free */
  public constructor(
    private readonly store: Store, private readonly leases: Leases, private readonly freeShare: number,
    private readonly evicted: (version: string, bytes: number) => void,
  ) {}

  public async usage({ diskBudget }: ModelCacheConfig): Promise<Usage> {
    const { total, free, isShared } = await this.store.filesystem();
    const [versions, partials] = await Promise.all([this.store.versions(), this.store.partials()]);
    const used = [...versions.map(({ size }) => size), ...partials.values()].reduce((sum, size) => sum + size, 0);
    const budget = diskBudget ?? Math.floor(total * MODEL_CACHE_RUNTIME.diskShare);
    return { budget, used, free, reserved: isShared ? total * this.freeShare : 0 };
  }

  /**
   * Makes room for a declared model of so many bytes, of which some may be there.
   *
   * @throws Problem if too little can be evicted
   */
  public async makeRoom(config: ModelCacheConfig, model: CachedModelConfig, bytes: number): Promise<void> {
    const own = modelVersion(model);
    const fits = () => this.fits(config, own, bytes);
    const candidates = await this.evict([...config.models.map(modelVersion), own], fits);
    if (!await fits()) {
      const { budget, used, free, reserved } = await this.usage(config);
      throw new Problem('space', `it needs ${inBytes(bytes)}; ${inBytes(used)} of the budget of ${inBytes(budget)} are taken, ${inBytes(free)} of the disk are free, `
        + `${reserved === 0 ? '' : `of which ${inBytes(reserved)} are left to images and logs, `}and nothing is left to evict${candidates === 0 ? '' : ' but what pods use'}; `
        + 'give the nodes more disk, or the cache fewer models or a higher diskBudget');
    }
  }

  /** Evicts what is over the budget, which may have been lowered, as far as that is possible. */
  public async keepBudget(config: ModelCacheConfig): Promise<void> {
    await this.evict(config.models.map(modelVersion), async () => {
      const { budget, used } = await this.usage(config);
      return used <= budget;
    });
  }

  /**
   * Removes, until it is enough, first what was begun and is no longer declared, then complete versions that are neither declared nor used, the one
   * that was used longest ago first. Returns how many versions it would have removed if no pod used them.
   */
  private async evict(declared: readonly string[], isEnough: () => Promise<boolean>): Promise<number> {
    for (const [version, size] of await this.store.partials()) {
      if (!declared.includes(version) && !await isEnough()) {
        await this.store.discard(version);
        this.evicted(version, size);
      }
    }
    const candidates = (await this.store.versions()).filter(({ version }) => !declared.includes(version));
    candidates.sort((one, other) => one.lastUsed - other.lastUsed);
    for (const candidate of candidates) {
      if (await isEnough()) {
        break;
      }
      const marked = await this.store.unmark(candidate.version);
      // Only now: a pod that comes later sees that the marker is gone.
      if (!(await this.leases.inUse()).has(candidate.version)) {
        await this.store.remove(candidate);
        this.evicted(candidate.version, candidate.size);
      } else if (marked) {
        await this.store.mark(candidate.manifest.model, candidate.version);
      }
    }
    return candidates.length;
  }

  /** What was fetched of the model itself is written over, whether the journal knows of it or not, so it takes nothing from its room. */
  private async fits(config: ModelCacheConfig, own: string, bytes: number): Promise<boolean> {
    const [{ budget, used, free, reserved }, partials] = await Promise.all([this.usage(config), this.store.partials()]);
    const there = partials.get(own) ?? 0;
    return used - there + bytes <= budget && bytes - Math.min(there, bytes) + Math.max(MARGIN, reserved) <= free;
  }
}
