import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Container, Problem } from '../api/model';
import { useLive } from '../live/live';
import { text } from '../messages/messages';
import { withParameter } from '../table/listState';
import { Button } from '../ui/Button';
import { ProblemText } from '../ui/ProblemNote';
import { CheckField, SelectField } from '../ui/fields';
import { OutputBuffer } from './OutputBuffer';

const lines = ['100', '500', '5000'] as const;
const standardLines = '500';

/** The output of the container's programs, which is followed while the page is shown. */
export function LogsTab({ container }: { container: Container }) {
  const { tail, timestamps, wrap, set } = useLogSettings();
  const [follow, setFollow] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const query = `follow=true&tail=${tail}${timestamps ? '&timestamps=true' : ''}`;
  const { output, ended, lost } = useOutput(`/v1/containers/${container.id}/logs?${query}`, attempt);
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [output, follow]);
  const t = text.container;
  return (
    <>
      <div className="table-bar">
        <SelectField
          label={t.logsTail}
          value={tail}
          options={lines.map((n) => [n, n])}
          onChange={(n) => set('tail', n === standardLines ? '' : n)}
        />
        <CheckField label={t.follow} checked={follow} onChange={setFollow} />
        <CheckField label={t.timestamps} checked={timestamps} onChange={(yes) => set('timestamps', yes ? 'yes' : '')} />
        <CheckField label={t.wrap} checked={wrap} onChange={(yes) => set('wrap', yes ? '' : 'no')} />
      </div>
      {lost && <p className="warning">{t.logsLost}</p>}
      <pre
        ref={box}
        className={wrap ? 'output wrap' : 'output'}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t.tabs.logs}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          setFollow(scrollHeight - scrollTop - clientHeight < 40);
        }}
      >
        {output || t.logsEmpty}
      </pre>
      {ended && (
        <>
          {ended.problem ? <ProblemText problem={ended.problem} /> : <p className="note">{t.logsEnded}</p>}
          <Button onClick={() => setAttempt(attempt + 1)}>{t.logsAgain}</Button>
        </>
      )}
    </>
  );
}

/** How the output is shown, as the address says. */
function useLogSettings() {
  const [params, setParams] = useSearchParams();
  return {
    tail: lines.find((n) => n === params.get('tail')) ?? standardLines,
    timestamps: params.get('timestamps') === 'yes',
    wrap: params.get('wrap') !== 'no',
    set: (name: string, value: string) => setParams((before) => withParameter(before, name, value), { replace: true }),
  };
}

interface Output {
  output: string;
  ended: { problem: Problem | null } | undefined;
  lost: boolean;
}

/** Follows an output. After a lost connection, it is read from its beginning, so that no line is missing or doubled. */
function useOutput(path: string, attempt: number): Output {
  const { connection } = useLive();
  const [state, setState] = useState<Output>({ output: '', ended: undefined, lost: false });
  useEffect(() => {
    let buffer = new OutputBuffer();
    let frame = 0;
    // Much output at once is rendered once per frame.
    const show = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setState((before) => ({ ...before, output: buffer.text() }));
      });
    };
    const close = connection.open(path, {
      opened: () => {
        buffer = new OutputBuffer();
        setState({ output: '', ended: undefined, lost: false });
      },
      text: (data) => {
        buffer.add(data);
        show();
      },
      lost: () => setState((before) => ({ ...before, lost: true })),
      closed: (problem) => setState((before) => ({ ...before, ended: { problem } })),
    });
    return () => {
      cancelAnimationFrame(frame);
      close();
    };
  }, [connection, path, attempt]);
  return state;
}
