package dcm.user.identity;

/** The identity provider did not answer or rejected a request. */
public final class SignInsUnreachableException extends RuntimeException {
    SignInsUnreachableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
