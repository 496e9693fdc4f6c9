package dcm.contract.identity;

/**
 * Reports a value that its type does not accept. The message is a sentence for the user and never contains a secret.
 */
public final class InvalidValueException extends IllegalArgumentException {
    public InvalidValueException(String sentence) {
        super(sentence);
    }
}
