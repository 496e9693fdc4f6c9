package dcm.rest.problem;

import dcm.contract.identity.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Checks that a request has a body. */
public final class RequiredBody {
    private RequiredBody() {}

    /**
     * Returns the body.
     *
     * @param expected what to send, such as {@code a JSON object with the field host}
     * @throws InvalidValueException if it is missing
     */
    public static <T> T of(@Nullable T body, String expected) {
        if (body == null) {
            throw new InvalidValueException("The body is missing. Send " + expected + ".");
        }
        return body;
    }
}
