import { type ReactNode, createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

type Close = () => void;
type OpenDialog = (title: string, content: (close: Close) => ReactNode) => void;

const DialogContext = createContext<OpenDialog | undefined>(undefined);
const GuardContext = createContext<(guarded: boolean) => void>(() => undefined);
const GuardedContext = createContext(false);

/** Shows one dialog at a time. A guarded one is not replaced. */
export function DialogProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ id: number; title: string; content: (close: Close) => ReactNode }>();
  const opened = useRef(0);
  const [guarded, setGuarded] = useState(false);
  const guard = useRef(false);
  const changeGuard = useCallback((value: boolean) => {
    guard.current = value;
    setGuarded(value);
  }, []);
  const close = useCallback(() => {
    guard.current = false;
    setShown(undefined);
  }, []);
  const open = useCallback<OpenDialog>((title, content) => {
    if (!guard.current) setShown({ id: ++opened.current, title, content });
  }, []);
  return (
    <DialogContext value={open}>
      <GuardedContext value={guarded}>{children}</GuardedContext>
      {shown && (
        <GuardContext value={changeGuard}>
          {/* A dialog that replaces another one must not inherit the fields of its form. */}
          <DialogFrame key={shown.id} title={shown.title} close={guarded ? undefined : close}>
            {shown.content(close)}
          </DialogFrame>
        </GuardContext>
      )}
    </DialogContext>
  );
}

interface DialogFrameProps {
  title: string;
  /** Without it, the dialog cannot be dismissed. */
  close?: Close;
  className?: string;
  children: ReactNode;
}

export function DialogFrame({ title, close, className = '', children }: DialogFrameProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={close !== undefined}
      isKeyboardDismissDisabled={close === undefined}
      onOpenChange={(open) => {
        if (!open) close?.();
      }}
    >
      <Modal className={`modal ${className}`}>
        <Dialog>
          <Heading slot="title">{title}</Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * While `guarded`, only a button closes the dialog around it: neither Escape, a click outside, another dialog nor the palette loses
 * what it shows.
 */
export function useDialogGuard(guarded: boolean): void {
  const set = useContext(GuardContext);
  useEffect(() => {
    set(guarded);
    return () => set(false);
  }, [set, guarded]);
}

/** Whether a dialog is open that nothing may cover. */
export function useGuarded(): boolean {
  return useContext(GuardedContext);
}

export function useDialogs(): OpenDialog {
  const open = useContext(DialogContext);
  if (!open) throw new Error('useDialogs needs a DialogProvider.');
  return open;
}
