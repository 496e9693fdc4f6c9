import type { components } from '#openapi';
import type { Problem } from '../api/model';
import { ProblemError, connectionProblem } from '../api/problem';
import { text } from '../messages/messages';

type PushLine = components['schemas']['PushLine'];

/**
 * Reads the answer to a push, one JSON document a line, until its last line. Returns the digest of the image in the registry; fails with
 * a ProblemError if the registry did not get the image, or if the last line is missing.
 */
export async function pushResult(body: ReadableStream<Uint8Array>, step: (sentence: string) => void): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  // After a connection that breaks, the result is unknown, too.
  const next = () => reader.read().catch(() => undefined);
  for (let part = await next(); part && !part.done; part = await next()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      const { step: sentence, digest, problem } = JSON.parse(line) as PushLine;
      if (problem) throw new ProblemError(problem as unknown as Problem);
      if (digest) return digest;
      if (sentence) step(sentence);
    }
  }
  throw new ProblemError(connectionProblem(text.pushImage.unknown));
}
