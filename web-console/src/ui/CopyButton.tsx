import { useEffect, useState } from 'react';
import { text } from '../messages/messages';
import { Button } from './Button';
import { copyText } from './clipboard';

interface CopyButtonProps {
  value: string;
  label: string;
  children?: string;
  done?: () => void;
}

/** Copies `value`; shows for a moment that it did. */
export function CopyButton({ value, label, children, done }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await copyText(value);
    setCopied(true);
    done?.();
  };
  return (
    <Button kind="quiet" aria-label={label} title={label} onClick={() => void copy()}>
      {copied ? text.common.copied : (children ?? text.common.copy)}
    </Button>
  );
}
