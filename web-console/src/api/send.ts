import { session } from '../session/session';
import { addressOf, type Call } from './call';
import { ProblemError, connectionProblem, problemIn } from './problem';

export interface SendOptions {
  /** Repeating a call with the same key performs it once. */
  idempotencyKey?: string;
  /** Seconds to wait for the outcome of an operation. */
  waitSeconds?: number;
  signal?: AbortSignal;
}

export interface Tagged<Answer> {
  body: Answer;
  /** For If-Match in a later change. */
  tag: string | undefined;
}

/** Sends a call through the gateway, which adds the access token. Fails with a ProblemError. */
export async function send<Answer>(call: Call<Answer>, options: SendOptions = {}): Promise<Answer> {
  return (await sendTagged(call, options)).body;
}

export async function sendTagged<Answer>(call: Call<Answer>, options: SendOptions = {}): Promise<Tagged<Answer>> {
  const response = await fetchConsole(`/console${addressOf(call)}`, {
    method: call.method.toUpperCase(),
    headers: headersOf(call, options),
    ...(call.body !== undefined && { body: bodyOf(call) }),
    ...(options.signal && { signal: options.signal }),
  });
  const body: unknown = response.status === 204 ? undefined : await response.json();
  return { body: body as Answer, tag: response.headers.get('ETag') ?? undefined };
}

/** Sends a request that is not one of the API's, such as a file to upload. Fails with a ProblemError. */
export async function fetchConsole(address: string, request: RequestInit): Promise<Response> {
  const headers = { ...(request.headers as Record<string, string> | undefined), 'X-DCM-Console': '1' };
  let response;
  try {
    response = await fetch(address, { ...request, headers, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(connectionProblem(error instanceof Error ? error.message : String(error)));
  }
  if (response.ok) return response;
  const problem = await problemIn(response);
  if (response.status === 401) session.end(problem.detail);
  throw new ProblemError(problem);
}

export function bodyOf({ body, contentType }: Call): string {
  return contentType === undefined ? JSON.stringify(body) : String(body);
}

function headersOf(call: Call, options: SendOptions): Record<string, string> {
  return {
    // The answer to a dry run has a type of its own.
    Accept: 'application/json, application/*;q=0.9',
    ...call.headers,
    ...(call.body !== undefined && { 'Content-Type': call.contentType ?? 'application/json' }),
    ...(options.idempotencyKey && { 'Idempotency-Key': options.idempotencyKey }),
    ...(options.waitSeconds && { Prefer: `wait=${options.waitSeconds}` }),
  };
}

/** A key for one request of a user. `crypto.randomUUID` does not exist on pages without TLS. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
