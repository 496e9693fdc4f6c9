import { useQueryClient } from '@tanstack/react-query';
import { type MouseEvent, Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { pageWasUsed } from '../app/pageUse';
import type { Container } from '../api/model';
import { changeOperation, handleOf } from '../containers/operations';
import { say, text } from '../messages/messages';
import { SameAs } from '../operations/SameAs';
import { useRun } from '../operations/useOperations';
import { useSession } from '../session/SessionContext';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { ProblemNote } from '../ui/ProblemNote';
import { CheckField, SelectField } from '../ui/fields';
import type { TerminalState } from './TerminalConnection';
import { useScreenReaderSupport } from './screenReader';
import { connectCommands, endTerminal, openTerminal, terminalPage, terminalsKey, useTerminals } from './terminals';

const TerminalScreen = lazy(() => import('./TerminalScreen'));
const t = text.terminal;

/** A terminal in a container: the one in the page's address, or the newest one of this container, or a new one. */
export function TerminalTab({ container }: { container: Container }) {
  const shown = new URLSearchParams(useSearch()).get('terminal') ?? undefined;
  const { user, setUser, open, error, busy } = useOpening(container);
  const { error: listError, offered } = useFirstTerminal(container, shown, busy || error !== undefined, open);
  const { account } = useSession();
  return (
    <>
      {error !== undefined && <ProblemNote error={error} />}
      {shown === undefined && listError && <ProblemNote error={listError} />}
      {shown === undefined && container.state !== 'running' && <Stopped container={container} open={open} />}
      {shown === undefined && offered && <OfferedTerminal container={container} id={offered} />}
      {shown !== undefined && <ShownTerminal key={shown} id={shown} container={container} open={open} />}
      {busy && <p className="note">{t.opening}</p>}
      <div className="terminal-new">
        <SelectField
          label={t.user}
          value={user}
          onChange={setUser}
          options={[...new Set(['root', account])].map((each) => [each, each] as const)}
        />
        <Button onClick={onFirstClick(() => void open())} disabled={busy || container.state !== 'running'}>
          {t.openNew}
        </Button>
      </div>
      <SameAs operation={connectCommands(container, user)} />
      <p className="hint">{t.keys}</p>
    </>
  );
}

type Open = () => Promise<void>;

/** Ignores the second click of a double click, which may arrive after the first has had its effect, even at another button. */
function onFirstClick(action: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail <= 1) action();
  };
}

/** Opens terminals, and shows each in the page's address so that a reload comes back to it. */
function useOpening(container: Container) {
  const [user, setUser] = useState('root');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const handle = handleOf(container);
  const open = useCallback(async () => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setError(undefined);
    try {
      const { id } = await openTerminal(handle, user);
      // The user may have gone to another page meanwhile.
      if (mounted.current) navigate(terminalPage(handle, id), { replace: true });
    } catch (failure) {
      setError(failure);
    } finally {
      underWay.current = false;
      setBusy(false);
      void cache.invalidateQueries({ queryKey: terminalsKey });
    }
  }, [handle, user, navigate, cache]);
  return { user, setUser, open, error, busy };
}

/**
 * Without a terminal in the address: re-enters the newest one of the container, or opens the first one. A link on another site leads to
 * a new page, which was not used yet and opens nothing. A terminal that a tab shows is only offered. If the person has requested a new
 * terminal before the list arrived, there is nothing left to decide.
 */
function useFirstTerminal(container: Container, shown: string | undefined, requested: boolean, open: Open) {
  const terminals = useTerminals();
  const [, navigate] = useLocation();
  const decided = useRef(false);
  const running = container.state === 'running';
  const handle = handleOf(container);
  const { data, isFetching } = terminals;
  const newest = data?.items.find((each) => each.container === container.id);
  useEffect(() => {
    if (decided.current || !data || isFetching) return;
    decided.current = true;
    if (shown !== undefined || requested || !pageWasUsed()) return;
    if (!newest && running) void open();
    else if (newest && !newest.attached) navigate(terminalPage(handle, newest.id), { replace: true });
  }, [data, isFetching, shown, requested, newest, handle, running, navigate, open]);
  return { error: terminals.error, offered: newest?.id };
}

/** The newest terminal of the container, to enter by a click. */
function OfferedTerminal({ container, id }: { container: Container; id: string }) {
  const [, navigate] = useLocation();
  return (
    <div className="terminal-bar">
      <p>{say(t.offered, { name: container.name })}</p>
      <Button kind="primary" onClick={() => navigate(terminalPage(handleOf(container), id), { replace: true })}>
        {t.takeBack}
      </Button>
    </div>
  );
}

function ShownTerminal({ id, container, open }: { id: string; container: Container; open: Open }) {
  const [state, setState] = useState<TerminalState>({ kind: 'connecting' });
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<unknown>();
  const status = useRef<HTMLParagraphElement>(null);
  const leave = useCallback(() => status.current?.focus(), []);
  const [readable, setReadable] = useScreenReaderSupport();
  const askBeforePaste = usePasteQuestion();
  const ended = state.kind === 'ended' ? state.end : undefined;
  return (
    <>
      {problem !== undefined && <ProblemNote error={problem} />}
      <div className="terminal-bar">
        <p role="status" tabIndex={-1} ref={status}>
          {state.kind === 'ended' ? say(t.ended, { cause: state.end.detail }) : t.states[state.kind]}
        </p>
        {!ended && <Button onClick={onFirstClick(() => void endTerminal(id).catch(setProblem))}>{t.end}</Button>}
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
          readable={readable}
          onState={setState}
          onLeave={leave}
          onUnusualPaste={askBeforePaste}
        />
      </Suspense>
      <CheckField label={t.screenReader} checked={readable} onChange={setReadable} />
    </>
  );
}

/** Asks before a paste of several lines, or says that the text is too long. */
function usePasteQuestion() {
  const openDialog = useDialogs();
  return (decision: 'ask' | 'too-long', paste: () => void) =>
    openDialog(t.paste, (close) => (
      <>
        <p>{decision === 'ask' ? t.pasteLines : t.pasteTooLong}</p>
        <div className="buttons">
          <Button onClick={close}>{decision === 'ask' ? text.common.cancel : text.common.close}</Button>
          {decision === 'ask' && (
            <Button
              kind="primary"
              onClick={() => {
                close();
                paste();
              }}
            >
              {t.paste}
            </Button>
          )}
        </div>
      </>
    ));
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
      <Button kind="primary" onClick={onFirstClick(() => void open())}>
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
