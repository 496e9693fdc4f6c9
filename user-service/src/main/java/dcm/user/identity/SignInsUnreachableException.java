package dcm.user.identity;

/** The identity provider did not do what was needed. */
public final class SignInsUnreachableException extends RuntimeException {
    SignInsUnreachableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
