// Numbers, sizes and times as people read them.
import { text } from '../messages/messages';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(text.language, { maximumFractionDigits: 2 }).format(value);
}

const clock = new Intl.DateTimeFormat(text.language, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export function formatClock(time: number): string {
  return clock.format(time);
}

/** The local date and time, as 2026-11-28 14:02. */
export function formatTime(instant: string | undefined): string {
  if (!instant) return text.common.never;
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const two = (n: number) => String(n).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}`
  );
}

/** The end of an account or a grant: the last day if it ends at midnight in UTC, as ends by day do, else the local date and time. */
export function formatEnd(instant: string | undefined): string {
  if (!instant) return text.common.never;
  const end = new Date(instant);
  const midnight = end.getUTCHours() + end.getUTCMinutes() + end.getUTCSeconds() === 0;
  return midnight ? new Date(end.getTime() - 1).toISOString().slice(0, 10) : formatTime(instant);
}

/** A duration, such as 3 s, 12 min or 5 d. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 100) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
