import { useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Container } from '../api/model';
import { changeOperation, handleOf } from '../containers/operations';
import { say, text } from '../messages/messages';
import { useRun } from '../operations/useOperations';
import { useSession } from '../session/SessionContext';
import { Button } from '../ui/Button';
import { ProblemNote } from '../ui/ProblemNote';
import { SelectField } from '../ui/fields';
import type { TerminalState } from './TerminalConnection';
import { endTerminal, openTerminal, terminalPage, terminalsKey, useTerminals } from './terminals';

const TerminalScreen = lazy(() => import('./TerminalScreen'));
const t = text.terminal;

/** A terminal in a container: the one in the page's address, or the newest one of this container, or a new one. */
export function TerminalTab({ container }: { container: Container }) {
  const shown = new URLSearchParams(useSearch()).get('terminal') ?? undefined;
  const { user, setUser, open, error, busy } = useOpening(container);
  const listError = useFirstTerminal(container, shown, open);
  const { account } = useSession();
  return (
    <>
      {error !== undefined && <ProblemNote error={error} />}
      {shown === undefined && listError && <ProblemNote error={listError} />}
      {shown === undefined && container.state !== 'running' && <Stopped container={container} open={open} />}
      {shown !== undefined && <ShownTerminal key={shown} id={shown} container={container} open={open} />}
      {busy && <p className="note">{t.opening}</p>}
      <div className="terminal-new">
        <SelectField
          label={t.user}
          value={user}
          onChange={setUser}
          options={[...new Set(['root', account])].map((each) => [each, each] as const)}
        />
        <Button onClick={() => void open()} disabled={busy || container.state !== 'running'}>
          {t.openNew}
        </Button>
      </div>
      <p className="hint">{t.keys}</p>
    </>
  );
}

type Open = () => Promise<void>;

/** Opens terminals, and shows each in the page's address so that a reload comes back to it. */
function useOpening(container: Container) {
  const [user, setUser] = useState('root');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const handle = handleOf(container);
  const open = useCallback(async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { id } = await openTerminal(handle, user);
      navigate(terminalPage(handle, id), { replace: true });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
      void cache.invalidateQueries({ queryKey: terminalsKey });
    }
  }, [handle, user, navigate, cache]);
  return { user, setUser, open, error, busy };
}

/** Without a terminal in the address: re-enters the newest one of the container, or opens the first one. */
function useFirstTerminal(container: Container, shown: string | undefined, open: Open): Error | null {
  const terminals = useTerminals();
  const [, navigate] = useLocation();
  const decided = useRef(false);
  const running = container.state === 'running';
  const handle = handleOf(container);
  const { data, isFetching } = terminals;
  useEffect(() => {
    if (decided.current || !data || isFetching) return;
    decided.current = true;
    if (shown !== undefined) return;
    const newest = data.items.find((each) => each.container === container.id);
    if (newest) navigate(terminalPage(handle, newest.id), { replace: true });
    else if (running) void open();
  }, [data, isFetching, shown, container.id, handle, running, navigate, open]);
  return terminals.error;
}

function ShownTerminal({ id, container, open }: { id: string; container: Container; open: Open }) {
  const [state, setState] = useState<TerminalState>({ kind: 'connecting' });
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<unknown>();
  const out = useRef<HTMLDivElement>(null);
  const leave = useCallback(() => out.current?.querySelector('button')?.focus(), []);
  const ended = state.kind === 'ended' ? state.end : undefined;
  return (
    <>
      {problem !== undefined && <ProblemNote error={problem} />}
      <div className="terminal-bar" ref={out}>
        <p role="status">{state.kind === 'ended' ? say(t.ended, { cause: state.end.detail }) : t.states[state.kind]}</p>
        {!ended && <Button onClick={() => void endTerminal(id).catch(setProblem)}>{t.end}</Button>}
        {ended?.reason === 'taken-over' && (
          <Button kind="primary" onClick={() => setAttempt(attempt + 1)}>
            {t.takeBack}
          </Button>
        )}
        {ended && ended.reason !== 'taken-over' && <OpenAgain container={container} open={open} />}
      </div>
      <Suspense fallback={<p className="note">{text.app.loading}</p>}>
        <TerminalScreen
          key={attempt}
          id={id}
          label={say(t.label, { name: container.name })}
          onState={setState}
          onLeave={leave}
        />
      </Suspense>
    </>
  );
}

function Stopped({ container, open }: { container: Container; open: Open }) {
  return (
    <div className="terminal-bar">
      <p role="status">{say(t.notRunning, { name: container.name, state: text.containers.states[container.state] })}</p>
      <OpenAgain container={container} open={open} />
    </div>
  );
}

/** A new terminal; a stopped container is started first. */
function OpenAgain({ container, open }: { container: Container; open: Open }) {
  const run = useRun();
  const [starting, setStarting] = useState(false);
  const running = container.state === 'running';
  useEffect(() => {
    if (!starting || !running) return;
    setStarting(false);
    void open();
  }, [starting, running, open]);
  if (running) {
    return (
      <Button kind="primary" onClick={() => void open()}>
        {t.openAgain}
      </Button>
    );
  }
  return (
    <Button
      kind="primary"
      disabled={starting || container.state !== 'stopped'}
      onClick={() => {
        setStarting(true);
        void run(changeOperation('start', container));
      }}
    >
      {t.startAndReconnect}
    </Button>
  );
}
