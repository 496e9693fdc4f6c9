package dcm.rest.entitytag;

import dcm.contract.codec.Json;
import dcm.contract.identity.Printable;
import dcm.contract.identity.Sha256;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag of the resource that the current request shows or changes. It is a hash of the resource's snapshot.
 * Two changes that arrive within the same milliseconds may both pass the check, because admission decides about them
 * later.
 */
@RequestScoped
public class EntityTag {
    private static final int BYTES = 16;

    private final CurrentVertxRequest request;
    private @Nullable String shown;

    EntityTag(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Sends the tag of {@code snapshot}, which the response shows, as {@code ETag}. */
    public <T> T show(T snapshot) {
        shown = of(snapshot);
        return snapshot;
    }

    Optional<String> shown() {
        return Optional.ofNullable(shown);
    }

    /**
     * Checks the request's {@code If-Match}, if it has one.
     *
     * @param snapshot the resource; empty if it does not exist yet
     * @throws ProblemException if the resource has another tag
     */
    public void check(Optional<?> snapshot) {
        String expected = request.getCurrent().request().getHeader(HttpHeaders.IF_MATCH);
        if (expected != null
                && snapshot.filter(current -> matches(expected, of(current))).isEmpty()) {
            throw new ProblemException(
                    ErrorCode.PRECONDITION_FAILED,
                    "If-Match: The resource does not have the tag " + Printable.quoted(expected)
                            + ". Get the resource again, and repeat the change with its new ETag.");
        }
    }

    static boolean matches(String expected, String tag) {
        return Stream.of(expected.split(",", -1))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag));
    }

    /** The tag of a snapshot, in quotation marks. */
    static String of(Object snapshot) {
        byte[] hash = Sha256.of(Json.text(snapshot).getBytes(StandardCharsets.UTF_8));
        return '"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"';
    }
}
