package dcm.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.problem.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a malformed address, such as one with a broken percent escape, with a problem document. Quarkus would answer it with a bare 400, so
 * the launcher turns Quarkus's check off ({@code vertx.disableURIValidation}).
 */
@Singleton
public class MalformedRequests {
    private static final int BAD_REQUEST = 400;
    /** Before everything that looks at the address. */
    private static final int FIRST = -1_000_000;

    private final ObjectMapper json;

    MalformedRequests(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::check).failureHandler(this::failed);
        // The framework may decode the path before the first handler, and fails on a broken escape.
        router.errorHandler(
                BAD_REQUEST,
                context -> answer(context, "The URL is not well formed: an escape is '%' and two hexadecimal digits."));
    }

    private void check(RoutingContext context) {
        complaint(context.request().uri()).ifPresentOrElse(detail -> answer(context, detail), context::next);
    }

    /** What is wrong with an address; empty if nothing is. */
    static Optional<String> complaint(String address) {
        try {
            return new URI(address).getPath() == null ? Optional.of("The URL has no path.") : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("The URL is not well formed: " + e.getReason() + ".");
        }
    }

    /** The router itself refuses a request without a host or a path. */
    private void failed(RoutingContext context) {
        if (context.statusCode() == BAD_REQUEST) {
            answer(context, "A request needs a Host header, and a path that begins with '/'.");
        } else {
            context.next();
        }
    }

    private void answer(RoutingContext context, String detail) {
        Problem problem = Problem.of(ErrorCode.BAD_INPUT, detail, null, Map.of(), List.of(), null);
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
