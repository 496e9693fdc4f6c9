package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.projection.host.WorkerAddresses;
import dcm.rest.access.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds requests to workers, each with a token for that worker, and the HTTP clients that send them. Thread-safe. */
@Singleton
public class WorkerRequests {
    private final Supplier<OwnerName> caller;
    private final Function<HostName, Optional<String>> urls;
    private final WorkerTokens tokens;
    private final Optional<SSLContext> tls;

    @Inject
    WorkerRequests(
            Caller caller,
            WorkerAddresses workers,
            WorkerTokens tokens,
            @ConfigProperty(name = "dcm.hosts.ca") Optional<Path> ca) {
        this(caller::name, workers::url, tokens, ca);
    }

    /**
     * @param caller the account that makes the current request
     * @param urls of workers
     * @param ca the certificates from which those of workers descend; empty: those that the JDK trusts
     */
    WorkerRequests(
            Supplier<OwnerName> caller,
            Function<HostName, Optional<String>> urls,
            WorkerTokens tokens,
            Optional<Path> ca) {
        this.caller = caller;
        this.urls = urls;
        this.tokens = tokens;
        this.tls = ca.map(WorkerTls::trusting);
    }

    /** A client for workers only. It compares the host name in a URL with the certificate, as HTTPS requires. */
    public HttpClient newClient(Duration connectTimeout) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
        tls.ifPresent(builder::sslContext);
        return builder.build();
    }

    /** A request in the caller's name; empty if the host has reported no address. */
    Optional<HttpRequest.Builder> to(HostName host, String path) {
        return to(host, path, caller.get());
    }

    /** A request in an account's name; empty if the host has reported no address. */
    Optional<HttpRequest.Builder> to(HostName host, String path, OwnerName account) {
        return urls.apply(host)
                .map(url -> HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + tokens.token(account, host)));
    }

    /** A request about the homes of an account that is being moved; empty if the host has reported no address. */
    public Optional<HttpRequest.Builder> toMovedHomes(HostName host, OwnerName account) {
        return urls.apply(host)
                .map(url -> HttpRequest.newBuilder(URI.create(url + "/v1/homes/" + account + "/archive"))
                        .header("Authorization", "Bearer " + tokens.moveToken(account, host)));
    }
}
