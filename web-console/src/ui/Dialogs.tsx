import { type ReactNode, createContext, useCallback, useContext, useState } from 'react';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

type Close = () => void;
type OpenDialog = (title: string, content: (close: Close) => ReactNode) => void;

const DialogContext = createContext<OpenDialog | undefined>(undefined);

/** Shows one dialog at a time. */
export function DialogProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ title: string; content: (close: Close) => ReactNode }>();
  const close = useCallback(() => setShown(undefined), []);
  const open = useCallback<OpenDialog>((title, content) => setShown({ title, content }), []);
  return (
    <DialogContext value={open}>
      {children}
      {shown && (
        <DialogFrame title={shown.title} close={close}>
          {shown.content(close)}
        </DialogFrame>
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

export function useDialogs(): OpenDialog {
  const open = useContext(DialogContext);
  if (!open) throw new Error('useDialogs needs a DialogProvider.');
  return open;
}
