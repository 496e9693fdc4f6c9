import { text } from '../messages/messages';
import { session } from '../session/session';
import { ProblemError, connectionProblem, problemIn } from './problem';

/**
 * Sends a file to the API, and reports how many bytes were sent, which `fetch` does not. Fails with a ProblemError.
 *
 * @param progress called repeatedly with the number of bytes
 * @param signal cancels the upload
 */
export function uploadFile(
  path: string,
  file: Blob,
  contentType: string,
  progress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = async () => {
      const problem = await problemIn(responseOf(request));
      if (request.status === 401) session.end(problem.detail);
      reject(new ProblemError(problem));
    };
    request.open('PUT', `/console${path}`);
    request.setRequestHeader('Content-Type', contentType);
    request.setRequestHeader('X-DCM-Console', '1');
    request.upload.onprogress = ({ loaded }) => progress(loaded);
    request.onload = () => (request.status < 400 ? resolve() : void fail());
    request.onerror = request.onabort = () =>
      reject(new ProblemError(connectionProblem(text.problem.uploadInterrupted)));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const { status, statusText, responseText } = request;
  const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' };
  return new Response(responseText, { status, statusText, headers });
}
