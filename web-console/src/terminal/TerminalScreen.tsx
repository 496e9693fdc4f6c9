import { FitAddon } from '@xterm/addon-fit';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'react';
import { subprotocol } from '../live/protocol';
import { session } from '../session/session';
import { useTheme } from '../theme/theme';
import { copyText } from '../ui/clipboard';
import { TerminalConnection, type TerminalSocket, type TerminalState } from './TerminalConnection';
import { decidePaste, withoutControls } from './paste';
import { permitStylesOfTerminal } from './styleShim';

permitStylesOfTerminal();

interface TerminalScreenProps {
  id: string;
  label: string;
  onState: (state: TerminalState) => void;
  /** Asks before several lines are pasted into a program that would execute each at once, or says that the text is too long. */
  onUnusualPaste: (decision: 'ask' | 'too-long', paste: () => void) => void;
  /** Whether a screen reader can read the output. */
  readable: boolean;
  /** Moves the focus out of the terminal. */
  onLeave: () => void;
}

/** A terminal of the server. A part of its own, since the library is loaded only for it. */
export default function TerminalScreen({ id, label, readable, onState, onLeave, onUnusualPaste }: TerminalScreenProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<Terminal>(undefined);
  const theme = useTheme();
  const newest = useRef({ onState, onLeave, onUnusualPaste });
  useEffect(() => {
    newest.current = { onState, onLeave, onUnusualPaste };
  });
  useEffect(() => {
    const parent = box.current;
    if (!parent) return;
    const { terminal, dispose } = showTerminal(parent, id, newest);
    shown.current = terminal;
    return dispose;
  }, [id]);
  useEffect(() => {
    const colour = () => {
      if (shown.current) shown.current.options.theme = colours();
    };
    colour();
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', colour);
    return () => system.removeEventListener('change', colour);
  }, [theme, id]);
  useEffect(() => {
    if (shown.current) shown.current.options.screenReaderMode = readable;
  }, [readable, id]);
  return <div ref={box} className="terminal-screen" role="group" aria-label={label} />;
}

type Callbacks = React.RefObject<Pick<TerminalScreenProps, 'onState' | 'onLeave' | 'onUnusualPaste'>>;

function showTerminal(parent: HTMLElement, id: string, callbacks: Callbacks) {
  const terminal = new Terminal({
    cursorBlink: false,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono').trim(),
    fontSize: 14,
    minimumContrastRatio: 4.5,
    scrollback: 5000,
    theme: colours(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new WebLinksAddon((_, address) => window.open(address, '_blank', 'noopener,noreferrer')));
  terminal.open(parent);
  fit.fit();
  const connection = connect(terminal, id, (state) => {
    terminal.options.disableStdin = state.kind === 'ended';
    callbacks.current.onState(state);
  });
  const removePaste = addPaste(terminal, parent, callbacks);
  addKeys(terminal, () => callbacks.current.onLeave());
  const encoder = new TextEncoder();
  terminal.onData((text) => connection.input(encoder.encode(text)));
  terminal.onBinary((text) => connection.input(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  terminal.onResize(({ cols, rows }) => connection.resize({ columns: cols, rows }));
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(parent);
  const retry = () => connection.retryNow();
  addEventListener('online', retry);
  terminal.focus();
  const dispose = () => {
    removeEventListener('online', retry);
    observer.disconnect();
    removePaste();
    connection.close();
    terminal.dispose();
  };
  return { terminal, dispose };
}

function connect(terminal: Terminal, id: string, onState: (state: TerminalState) => void): TerminalConnection {
  return new TerminalConnection(
    {
      connect: (offset) => openSocket(id, offset),
      after: (ms, task) => {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      sessionEnded: (reason) => session.end(reason),
    },
    {
      write: (bytes, done) => terminal.write(bytes, done),
      // The sequence keeps its place among what was written before, unlike the method reset.
      reset: () => terminal.write('\u001bc'),
      size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    },
    onState,
  );
}

function openSocket(id: string, offset: number | undefined): TerminalSocket {
  const address = new URL(`/console/terminals/${id}`, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  if (offset !== undefined) address.searchParams.set('offset', String(offset));
  const socket = new WebSocket(address, subprotocol);
  socket.binaryType = 'arraybuffer';
  return socket as TerminalSocket;
}

/** The library sends a paste as it is, so this handles pastes before it. */
function addPaste(terminal: Terminal, parent: HTMLElement, callbacks: Callbacks): () => void {
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const text = withoutControls(event.clipboardData?.getData('text/plain') ?? '');
    if (text === '' || terminal.options.disableStdin) return;
    const decision = decidePaste(text, terminal.modes.bracketedPasteMode);
    if (decision === 'paste') terminal.paste(text);
    else callbacks.current.onUnusualPaste(decision, () => terminal.paste(text));
  };
  parent.addEventListener('paste', paste, { capture: true });
  return () => parent.removeEventListener('paste', paste, { capture: true });
}

/** Keys that are not sent to the program. Without the one for leaving, a keyboard could not reach the rest of the page. */
function addKeys(terminal: Terminal, leave: () => void): void {
  terminal.attachCustomKeyEventHandler((event) => {
    // After the end, keys are the browser's, so that Tab leaves.
    if (terminal.options.disableStdin) return false;
    if (event.type !== 'keydown' || !event.ctrlKey) return true;
    if (event.key === 'F6') {
      event.preventDefault();
      leave();
      return false;
    }
    if (event.shiftKey && event.key.toLowerCase() === 'c' && terminal.hasSelection()) {
      event.preventDefault();
      void copyText(terminal.getSelection());
      return false;
    }
    // The browser pastes.
    return !(event.shiftKey && event.key.toLowerCase() === 'v');
  });
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: colour('--background'),
    foreground: colour('--text'),
    cursor: colour('--text'),
    cursorAccent: colour('--background'),
    selectionBackground: colour('--selected'),
  };
}
