import { Component, type ReactNode } from 'react';
import { say, text } from '../messages/messages';
import { Button } from '../ui/Button';

/** Shows a defect of the console instead of an empty page. */
export class CrashBoundary extends Component<{ children: ReactNode }, { cause?: string }> {
  override state: { cause?: string } = {};

  static getDerivedStateFromError(error: unknown) {
    return { cause: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.cause === undefined) return this.props.children;
    return (
      <main className="start" role="alert">
        <p>{say(text.app.crashed, { cause: this.state.cause })}</p>
        <Button onClick={() => location.reload()}>{text.app.reload}</Button>
      </main>
    );
  }
}
