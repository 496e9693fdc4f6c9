package dcm.stack.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.installation.ForeignIssuer;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Checks that the issuer in {@code DCM_ISSUER}, which DCM does not run itself, answers with its configured name. */
public final class IssuerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ForeignIssuer issuer;

    public IssuerProbe(ForeignIssuer issuer) {
        this.issuer = issuer;
    }

    /** A step that fails if the issuer answers with another name. An issuer that does not answer may start later. */
    public StartupStep step() {
        return new StartupStep("issuer", Set.of(), () -> {
            try {
                requireName();
            } catch (IOException notReachable) {
                // The services verify tokens when it answers again.
            }
        });
    }

    /** {@code reachable}, or why not. */
    public String state() {
        try {
            requireName();
            return "reachable";
        } catch (StackFailure e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return "not reachable: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    /** The answer to a request for the keys with which it signs tokens. */
    public HttpResponse<String> keys() throws IOException {
        requireName();
        String address =
                new JsonMapper().readTree(configuration()).path("jwks_uri").asText();
        if (address.isEmpty()) {
            throw new IOException("%s names no jwks_uri".formatted(address()));
        }
        try {
            return get(URI.create(address));
        } catch (IllegalArgumentException e) { // relative, for example
            throw new IOException("%s names a jwks_uri that is no URL: %s".formatted(address(), address), e);
        }
    }

    private void requireName() throws IOException {
        try {
            String name =
                    new JsonMapper().readTree(configuration()).path("issuer").asText();
            if (!name.equals(issuer.url())) {
                throw new StackFailure(
                        "DCM_ISSUER is '%s', but the issuer at this URL has the name '%s'. Set DCM_ISSUER=%s."
                                .formatted(issuer.url(), name, name));
            }
        } catch (JsonProcessingException e) {
            throw new StackFailure(
                    "DCM_ISSUER is '%s', but no issuer publishes its configuration there, in %s."
                            .formatted(issuer.url(), address()),
                    e);
        }
    }

    private String configuration() throws IOException {
        HttpResponse<String> response = get(address());
        if (response.statusCode() != 200) {
            throw new IOException("%s returned %d".formatted(address(), response.statusCode()));
        }
        return response.body();
    }

    private HttpResponse<String> get(URI address) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        issuer.ca().ifPresent(file -> builder.sslContext(trusting(file)));
        try (HttpClient client = builder.build()) {
            return client.send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for the issuer.", e);
        }
    }

    private URI address() {
        return URI.create(issuer.url().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }

    private static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StackFailure("DCM_ISSUER_CA: cannot use %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
