import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ContainerStats, Problem } from '../api/model';
import { useLive } from '../live/live';

/** A line of GET /v1/stats?follow=true: a measurement of one of the user's containers. */
type StatsLine = ContainerStats & { container: string };

const tenMinutes = 600;
const none: readonly ContainerStats[] = [];

interface Usage {
  /** Undefined if the newest measurement is old. */
  latest: ContainerStats | undefined;
  /** The host cannot measure the container. */
  unavailable: boolean;
  /** The measurements of the last ten minutes, one per second while they are followed. */
  recent: readonly ContainerStats[];
  listeners: Set<() => void>;
}

/** The newest measurements by container. Each cell of a table listens to its own container. */
export class StatsStore {
  private readonly usages = new Map<string, Usage>();

  latest(container: string): ContainerStats | undefined {
    return this.usages.get(container)?.latest;
  }

  unavailable(container: string): boolean {
    return this.usages.get(container)?.unavailable ?? false;
  }

  recent(container: string): readonly ContainerStats[] {
    return this.usages.get(container)?.recent ?? none;
  }

  subscribe(container: string, listener: () => void): () => void {
    const { listeners } = this.usage(container);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  add(container: string, stats: ContainerStats): void {
    const usage = this.usage(container);
    const measured = isMeasured(stats);
    usage.unavailable = !measured;
    usage.latest = measured ? stats : undefined;
    if (measured) usage.recent = [...usage.recent.slice(1 - tenMinutes), stats];
    usage.listeners.forEach((listener) => listener());
  }

  /** Old measurements are not shown as current ones. */
  forgetLatest(container?: string): void {
    for (const [id, usage] of this.usages) {
      if (container !== undefined && id !== container) continue;
      usage.latest = undefined;
      usage.listeners.forEach((listener) => listener());
    }
  }

  private usage(container: string): Usage {
    const usage = this.usages.get(container) ?? {
      latest: undefined,
      unavailable: false,
      recent: none,
      listeners: new Set(),
    };
    this.usages.set(container, usage);
    return usage;
  }
}

/**
 * Whether the host could measure. A running container has a process, and a process uses memory; without its cgroups, Docker reports
 * zeros and the year 1.
 */
export function isMeasured({ memoryBytes, pids }: Pick<ContainerStats, 'memoryBytes' | 'pids'>): boolean {
  return memoryBytes > 0 || pids > 0;
}

/** Kept while the tab is open, so that the chart of a container shows what was measured on other pages. */
export const statsStore = new StatsStore();

/** How long after its end a stream is opened again, in milliseconds. */
const reopenMs = 5_000;

/** Follows the usage of all the user's containers. The result says why it cannot. */
export function useAllStats(): Problem | undefined {
  return useStatsStream('/v1/stats?follow=true', undefined, (data) => {
    const { container, ...stats } = data as StatsLine;
    statsStore.add(container, stats);
  });
}

/** Follows the usage of one container while `running`. */
export function useContainerStats(container: string, running: boolean): Problem | undefined {
  const path = running ? `/v1/containers/${container}/stats?follow=true` : undefined;
  return useStatsStream(path, container, (data) => statsStore.add(container, data as ContainerStats));
}

/** Follows a stream, also after a service or a worker has ended it, such as for a restart. `container` is the only one in it. */
function useStatsStream(
  path: string | undefined,
  container: string | undefined,
  add: (data: unknown) => void,
): Problem | undefined {
  const { connection } = useLive();
  const [problem, setProblem] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);
  const newest = useRef(add);
  useEffect(() => {
    newest.current = add;
  });
  useEffect(() => {
    if (path === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = connection.open(path, {
      opened: () => setProblem(undefined),
      line: (data) => newest.current(data),
      lost: () => statsStore.forgetLatest(container),
      closed: (why) => {
        statsStore.forgetLatest(container);
        setProblem(why ?? undefined);
        if (why === null || why.status >= 500) timer = setTimeout(() => setAttempt(attempt + 1), reopenMs);
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [connection, path, container, attempt]);
  return problem;
}

export function useLatestStats(container: string): ContainerStats | undefined {
  return useSyncExternalStore(
    (listener) => statsStore.subscribe(container, listener),
    () => statsStore.latest(container),
  );
}

export function useUnavailable(container: string): boolean {
  return useSyncExternalStore(
    (listener) => statsStore.subscribe(container, listener),
    () => statsStore.unavailable(container),
  );
}

export function useRecentStats(container: string): readonly ContainerStats[] {
  return useSyncExternalStore(
    (listener) => statsStore.subscribe(container, listener),
    () => statsStore.recent(container),
  );
}
