const firstMs = 500;
const longestMs = 20_000;

/**
 * Milliseconds to wait before the connection attempt after `failures` failures. The delay doubles; `random`, from 0 to 1, spreads
 * the tabs of all users after a restart of the gateway.
 */
export function reconnectDelay(failures: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random;
}
