import { type ReactNode, createContext, useCallback, useContext, useEffect, useState } from 'react';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

type Close = () => void;
type OpenDialog = (title: string, content: (close: Close) => ReactNode) => void;

const DialogContext = createContext<OpenDialog | undefined>(undefined);
const GuardContext = createContext<(guarded: boolean) => void>(() => undefined);

/** Shows one dialog at a time. */
export function DialogProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ title: string; content: (close: Close) => ReactNode }>();
  const [guarded, setGuarded] = useState(false);
  const close = useCallback(() => setShown(undefined), []);
  const open = useCallback<OpenDialog>((title, content) => setShown({ title, content }), []);
  return (
    <DialogContext value={open}>
      {children}
      {shown && (
        <GuardContext value={setGuarded}>
          <DialogFrame title={shown.title} close={guarded ? undefined : close}>
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

/** While `guarded`, only a button closes the dialog around it: neither Escape nor a click outside loses what it shows. */
export function useDialogGuard(guarded: boolean): void {
  const set = useContext(GuardContext);
  useEffect(() => {
    set(guarded);
    return () => set(false);
  }, [set, guarded]);
}

export function useDialogs(): OpenDialog {
  const open = useContext(DialogContext);
  if (!open) throw new Error('useDialogs needs a DialogProvider.');
  return open;
}
