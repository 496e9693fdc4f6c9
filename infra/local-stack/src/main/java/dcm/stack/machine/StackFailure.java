package dcm.stack.machine;

/** A failure that the user can act on; its message is a full sentence and is shown without a stack trace. */
public final class StackFailure extends RuntimeException {
    public StackFailure(String sentence) {
        super(sentence);
    }

    public StackFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
