import { Component, type ReactNode } from 'react';
import { say, text } from '../messages/messages';
import { Button } from '../ui/Button';

interface CrashBoundaryProps {
  /** What the children show. With another value, they are shown again after a defect. */
  of?: string;
  children: ReactNode;
}

/** Shows a defect of the console instead of an empty page. */
export class CrashBoundary extends Component<CrashBoundaryProps, { cause?: string | undefined }> {
  override state: { cause?: string | undefined } = {};

  static getDerivedStateFromError(error: unknown) {
    return { cause: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate(before: CrashBoundaryProps) {
    if (before.of !== this.props.of && this.state.cause !== undefined) this.setState({ cause: undefined });
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
