package dcm.contract.identity;

/** A value that its type does not admit. The message is a sentence for the person who sent it; it never contains a secret. */
public final class InvalidValueException extends IllegalArgumentException {
    public InvalidValueException(String sentence) {
        super(sentence);
    }
}
