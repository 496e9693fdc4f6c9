import type { paths } from '#openapi';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type QueryValue = string | number | boolean | undefined;

/** A request to the API. `Answer` is the type of the body of a successful answer. */
export interface Call<Answer = unknown> {
  method: Method;
  path: string;
  query?: Record<string, QueryValue>;
  /** JSON, or with `contentType` a text of this type. */
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
  /** Never set: it only carries the type. */
  answer?: Answer;
}

type OperationOf<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? NonNullable<paths[P][M]> : never;
type PathsWith<M extends Method> = { [P in keyof paths]: paths[P][M] extends object ? P : never }[keyof paths];
// Not distributive: with the union of all operations, the intersection of these would have too many members for the compiler.
type PathOf<O> = [O] extends [{ parameters: { path: infer Values extends object } }]
  ? { path: Values }
  : { path?: never };
type QueryOf<O> = [O] extends [{ parameters: { query?: infer Values } }] ? { query?: Values } : { query?: never };
type BodyOf<O> = [O] extends [{ requestBody: { content: { 'application/json': infer Body } } }]
  ? { body: Body }
  : [O] extends [{ requestBody?: { content: { 'application/json': infer Body } } }]
    ? { body?: Body }
    : { body?: never };
type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : never;
type AnswerOf<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 | 207 ? Json<R[S]> : never }[keyof R]
  : never;
type OptionsOf<O> = PathOf<O> & QueryOf<O> & BodyOf<O> & { ifMatch?: string | undefined };

/** Describes a call of an operation of the API. What the API does not offer does not compile. */
export function call<M extends Method, P extends PathsWith<M>>(
  method: M,
  template: P,
  ...options: object extends OptionsOf<OperationOf<P, M>>
    ? [options?: OptionsOf<OperationOf<P, M>>]
    : [options: OptionsOf<OperationOf<P, M>>]
): Call<AnswerOf<OperationOf<P, M>>>;
export function call(method: Method, template: string, ...rest: unknown[]): Call {
  const options = (rest[0] ?? {}) as AnyOptions;
  return {
    method,
    path: fill(template, options.path ?? {}),
    ...(options.query && { query: options.query }),
    ...(options.body !== undefined && { body: options.body }),
    ...(options.ifMatch && { headers: { 'If-Match': options.ifMatch } }),
  };
}

interface AnyOptions {
  path?: Record<string, string>;
  query?: Record<string, QueryValue>;
  body?: unknown;
  ifMatch?: string;
}

function fill(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** The path of a call with its query. */
export function addressOf(call: Call): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${call.path}?${text}` : call.path;
}
