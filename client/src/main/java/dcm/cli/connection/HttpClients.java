package dcm.cli.connection;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates HTTP clients, which verify the certificates of servers. */
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private HttpClients() {}

    /**
     * A client that never follows redirects.
     *
     * @param certificates certificate authorities to accept in addition to those of Java (PEM); may be empty
     */
    public static HttpClient of(String certificates) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        return certificates.isEmpty()
                ? client.build()
                : client.sslContext(accepting(certificates)).build();
    }

    private static SSLContext accepting(String certificates) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : ofJava()) {
                store.setCertificateEntry("java-" + store.size(), certificate);
            }
            for (Certificate certificate : parsed(certificates)) {
                store.setCertificateEntry("own-" + store.size(), certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(store), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The certificates in a text.
     *
     * @throws CommandFailure if it has none, or something else
     */
    public static Collection<? extends Certificate> parsed(String pem) {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            // reported below
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "The file has no certificates in the PEM format, which begin with -----BEGIN CERTIFICATE.");
    }

    private static X509Certificate[] ofJava() throws GeneralSecurityException {
        for (TrustManager manager : trustManagers(null)) {
            if (manager instanceof X509TrustManager certificates) {
                return certificates.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
