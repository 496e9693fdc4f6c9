package dcm.user.identity;

/** The identity provider did not answer or rejected a request. */
public final class IdentityProviderException extends RuntimeException {
    IdentityProviderException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
