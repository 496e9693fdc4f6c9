import type { Problem } from '../api/model';

/** The WebSocket's subprotocol; a browser sends it instead of the header X-DCM-Console. */
export const subprotocol = 'dcm-console-1';

export type ClientFrame =
  { type: 'open'; channel: string; path: string; lastEventId?: string } | { type: 'close'; channel: string };

export type ServerFrame =
  | { type: 'event'; channel: string; event: string; id?: string; data: unknown }
  | { type: 'text'; channel: string; data: string }
  | { type: 'line'; channel: string; data: unknown }
  | { type: 'closed'; channel: string; problem: Problem | null }
  | { type: 'heartbeat'; at: string }
  | { type: 'session-ended'; reason: string; detail?: string };

const types = new Set(['event', 'text', 'line', 'closed', 'heartbeat', 'session-ended']);

/** Reads a frame; undefined for one of a newer gateway, which this page does not know. */
export function readFrame(text: string): ServerFrame | undefined {
  const frame: unknown = JSON.parse(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  return types.has(frame.type as string) ? (frame as ServerFrame) : undefined;
}
