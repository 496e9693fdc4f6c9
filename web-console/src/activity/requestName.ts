import { text } from '../messages/messages';

/** The name of a request as people read it; what this version does not know keeps the words of the server. */
export function requestName(request: string): string {
  return (text.requests as Record<string, string>)[request] ?? request.replaceAll('-', ' ');
}
