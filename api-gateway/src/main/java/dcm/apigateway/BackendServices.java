package dcm.apigateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The HTTP client for the services behind the API gateway, and their addresses. */
@Singleton
public class BackendServices {
    /** Timeout until an answer begins. Services let a caller wait for 120 s at most. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);
    /** Timeout for silence within an answer; the same as the services' idle timeout. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(30);

    private static final String READINESS = "/q/health/ready";
    /** How often several instances of a service are checked, and the timeout of a check. */
    private static final Duration CHECKS = Duration.ofSeconds(2);

    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    /** Each waiting caller and each stream uses a connection. */
    private static final int CONNECTIONS_PER_SERVICE = 2_000;

    /** In bytes. An answer is passed on in chunks, by default of 8 KiB; a list of 40 containers has 28. */
    private static final int LARGEST_CHUNK = 64 * 1024;

    /** How often the routes of an upgrade are read, and how often a held request checks whether it can be sent. */
    private static final Duration ROUTES = Duration.ofMillis(250);

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(45);

    private final Vertx vertx;
    private final HttpClient client;
    private final Map<BackendService, BackendInstances> instances;

    BackendServices(
            Vertx vertx,
            @ConfigProperty(name = "dcm.command.url") List<URI> command,
            @ConfigProperty(name = "dcm.projection.url") List<URI> projection,
            @ConfigProperty(name = "dcm.user.url") List<URI> user,
            @ConfigProperty(name = "dcm.ssh-gateway.url") List<URI> sshGateway,
            @ConfigProperty(name = "dcm.routes.file") Optional<String> routes) {
        this.vertx = vertx;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxChunkSize(LARGEST_CHUNK)
                .setMaxPoolSize(CONNECTIONS_PER_SERVICE)
                .setConnectTimeout((int) CONNECTING.toMillis())
                .setIdleTimeout((int) MAX_SILENCE.toSeconds()));
        instances = Map.of(
                BackendService.COMMAND_SERVICE, new BackendInstances(command),
                BackendService.PROJECTION_SERVICE, new BackendInstances(projection),
                BackendService.USER_SERVICE, new BackendInstances(user),
                BackendService.SSH_GATEWAY, new BackendInstances(sshGateway));
        if (instances.values().stream().anyMatch(of -> of.all().size() > 1)) {
            vertx.setPeriodic(CHECKS.toMillis(), timer -> checkInstances());
        }
        routes.ifPresent(file -> vertx.setPeriodic(ROUTES.toMillis(), timer -> readRoutes(file)));
    }

    /** An upgrade writes the file, and deletes it at its end. If it cannot be read, the routes stay as they are. */
    private void readRoutes(String file) {
        FileSystem files = vertx.fileSystem();
        files.exists(file)
                .compose(exists -> exists
                        ? files.readFile(file).map(UpgradeRoutes::parse)
                        : Future.succeededFuture(UpgradeRoutes.NONE))
                .onSuccess(routes -> instances.forEach(
                        (service, of) -> routes.of(service).ifPresentOrElse(of::use, of::useConfigured)));
    }

    /** Finds out which instances are ready, of services with several. */
    private void checkInstances() {
        instances.values().stream()
                .filter(of -> of.all().size() > 1)
                .forEach(of -> of.all()
                        .forEach(instance -> get(instance, READINESS, CHECK)
                                .onComplete(answer -> of.setReady(instance, answer.succeeded()))));
    }

    /** The client for all requests to services. */
    public HttpClient client() {
        return client;
    }

    /** The base URLs of the instances of {@code service}. */
    List<URI> addresses(BackendService service) {
        return of(service).all();
    }

    /** The base URLs of all instances that {@code service} has had since the gateway's start. */
    Set<URI> knownAddresses(BackendService service) {
        return of(service).known();
    }

    private BackendInstances of(BackendService service) {
        BackendInstances found = instances.get(service);
        if (found == null) {
            throw new IllegalArgumentException("no address for " + service);
        }
        return found;
    }

    /** A request to an instance that accepts the connection. */
    Future<HttpClientRequest> connect(BackendService service) {
        BackendInstances of = of(service);
        return whenReleased(of).compose(released -> connect(of, of.inTurn(), instance -> {}));
    }

    /** A request of {@code user} to an instance that accepts the connection: the same one each time, if possible. */
    Future<HttpClientRequest> connect(BackendService service, String user) {
        BackendInstances of = of(service);
        return whenReleased(of).compose(released -> connect(of, of.of(user), instance -> of.taken(user, instance)));
    }

    /** Complete when requests are not held, and after the longest hold in any case. */
    private Future<Void> whenReleased(BackendInstances of) {
        if (!of.isHeld()) {
            return Future.succeededFuture();
        }
        Promise<Void> released = Promise.promise();
        long end = System.nanoTime() + LONGEST_HOLD.toNanos();
        vertx.setPeriodic(ROUTES.toMillis(), timer -> {
            if (!of.isHeld() || System.nanoTime() > end) {
                vertx.cancelTimer(timer);
                released.complete();
            }
        });
        return released.future();
    }

    private Future<HttpClientRequest> connect(BackendInstances of, List<URI> candidates, Consumer<URI> connected) {
        URI instance = candidates.getFirst();
        List<URI> others = candidates.subList(1, candidates.size());
        return client.request(options(instance).setIdleTimeout(MAX_WAIT.toMillis()))
                .onSuccess(request -> connected.accept(instance))
                .recover(failure -> {
                    of.setReady(instance, false);
                    return others.isEmpty() ? Future.failedFuture(failure) : connect(of, others, connected);
                });
    }

    /** How many of the service's instances are ready now. */
    Future<Integer> ready(BackendService service) {
        List<Future<Boolean>> checks = addresses(service).stream()
                .map(instance -> get(instance, READINESS, CHECK).map(true).otherwise(false))
                .toList();
        return Future.all(checks)
                .map(all -> (int) checks.stream().filter(Future::result).count());
    }

    /** The bodies of the successful GETs of {@code path} at the instances of {@code service}, within {@code timeout}. */
    Future<Map<URI, Buffer>> getFromAll(BackendService service, String path, Duration timeout) {
        Map<URI, Buffer> bodies = new ConcurrentHashMap<>();
        List<Future<Void>> answers = addresses(service).stream()
                .map(instance -> get(instance, path, timeout)
                        .<Void>map(body -> {
                            bodies.put(instance, body);
                            return null;
                        })
                        .otherwiseEmpty())
                .toList();
        return Future.all(answers).map(all -> bodies);
    }

    /** The body of a successful GET of {@code path}; fails if there is none within {@code timeout}. */
    Future<Buffer> get(BackendService service, String path, Duration timeout) {
        return get(of(service).inTurn().getFirst(), path, timeout);
    }

    private Future<Buffer> get(URI instance, String path, Duration timeout) {
        RequestOptions options =
                options(instance).setURI(path).setTimeout(timeout.toMillis()).setIdleTimeout(timeout.toMillis());
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(BackendServices::successful)
                .compose(HttpClientResponse::body);
    }

    /** Options for a request to an instance of {@code service}, with its scheme, host and port. */
    public RequestOptions options(BackendService service) {
        return options(of(service).inTurn().getFirst());
    }

    /** The same for a request of {@code user}: to the same instance each time, if possible. */
    public RequestOptions options(BackendService service, String user) {
        return options(of(service).of(user).getFirst());
    }

    private static RequestOptions options(URI address) {
        boolean encrypted = "https".equals(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : encrypted ? 443 : 80;
        return new RequestOptions().setSsl(encrypted).setHost(address.getHost()).setPort(port);
    }

    private static Future<HttpClientResponse> successful(HttpClientResponse response) {
        return response.statusCode() == 200
                ? Future.succeededFuture(response)
                : Future.failedFuture("answered with status " + response.statusCode());
    }
}
