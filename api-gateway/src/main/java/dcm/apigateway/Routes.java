package dcm.apigateway;

import static dcm.apigateway.BackendService.COMMAND_SERVICE;
import static dcm.apigateway.BackendService.PROJECTION_SERVICE;
import static dcm.apigateway.BackendService.USER_SERVICE;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Maps API paths to services. The first matching route applies. */
public final class Routes {
    /** All paths of the web console begin with it. */
    public static final String CONSOLE = "/console";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    /** Other methods are not forwarded. */
    private static final Set<HttpMethod> ANY = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.OPTIONS,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE);

    /** The service limits the size of these bodies, and forwards them as they arrive. */
    private static final Route UPLOADS = new Route("/v1/uploads", Set.of(HttpMethod.PUT), PROJECTION_SERVICE);

    private static final List<Route> TABLE = List.of(
            new Route("/v1/about", READING, COMMAND_SERVICE),
            new Route("/v1/changes", READING, PROJECTION_SERVICE),
            new Route("/v1/containers", READING, PROJECTION_SERVICE),
            new Route("/v1/containers", ANY, COMMAND_SERVICE),
            new Route("/v1/images", READING, PROJECTION_SERVICE),
            new Route("/v1/images", ANY, COMMAND_SERVICE),
            UPLOADS,
            new Route("/v1/pushes", Set.of(HttpMethod.POST), PROJECTION_SERVICE),
            new Route("/v1/intents", READING, PROJECTION_SERVICE),
            new Route("/v1/ports", READING, PROJECTION_SERVICE),
            new Route("/v1/registries", READING, PROJECTION_SERVICE),
            new Route("/v1/stats", READING, PROJECTION_SERVICE),
            new Route("/v1/presets", READING, PROJECTION_SERVICE),
            new Route("/v1/audit", READING, PROJECTION_SERVICE),
            new Route("/v1/holdings", READING, PROJECTION_SERVICE),
            new Route("/v1/quotas", READING, PROJECTION_SERVICE),
            new Route("/v1/me", READING, PROJECTION_SERVICE),
            new Route("/v1/me", ANY, COMMAND_SERVICE),
            new Route("/v1/hosts", READING, PROJECTION_SERVICE),
            new Route("/v1/hosts", ANY, USER_SERVICE),
            new Route("/v1/quarantine", READING, PROJECTION_SERVICE),
            new Route("/v1/quarantine", ANY, USER_SERVICE),
            new Route("/v1/users", ANY, USER_SERVICE),
            new Route("/v1/bulk", ANY, USER_SERVICE),
            new Route("/v1/issuer", READING, USER_SERVICE),
            new Route("/v1/catalog", ANY, USER_SERVICE));

    private Routes() {}

    /** The service for {@code method} at {@code path}, which must be normalized. */
    public static Optional<BackendService> serviceFor(HttpMethod method, String path) {
        return TABLE.stream()
                .filter(route -> route.fits(method, path))
                .findFirst()
                .map(Route::service);
    }

    /** {@code path} as services know it: without the prefix that the web console's requests have. */
    static String apiPath(String path) {
        return path.startsWith(CONSOLE + "/v1/") ? path.substring(CONSOLE.length()) : path;
    }

    /** Whether the body of a request may have any size. */
    static boolean isUpload(HttpMethod method, String path) {
        return UPLOADS.fits(method, path);
    }

    /** Matches {@code path} and all paths below it. */
    private record Route(String path, Set<HttpMethod> methods, BackendService service) {
        boolean fits(HttpMethod requestMethod, String requestPath) {
            return methods.contains(requestMethod) && (requestPath.equals(path) || requestPath.startsWith(path + "/"));
        }
    }
}
