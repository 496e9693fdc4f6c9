// Messages of a terminal's WebSocket, apart from output and input, which are bytes.

export type TerminalFrame =
  | { type: 'attached'; offset: number; end: number; anew: boolean }
  | { type: 'ended'; reason: string; detail: string }
  | { type: 'heartbeat' }
  | { type: 'session-ended'; reason: string; detail?: string };

export type TabFrame =
  { type: 'processed'; offset: number } | { type: 'resize'; columns: number; rows: number } | { type: 'alive' };

const types = new Set(['attached', 'ended', 'heartbeat', 'session-ended']);

/** Reads a message; undefined for one of a newer server, which this page does not know. */
export function readTerminalFrame(text: string): TerminalFrame | undefined {
  const frame: unknown = JSON.parse(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  return types.has(frame.type as string) ? (frame as TerminalFrame) : undefined;
}
