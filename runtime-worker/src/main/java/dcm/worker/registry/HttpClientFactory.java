package dcm.worker.registry;

import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.worker.operation.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Creates HTTP clients that follow no redirects, repeat no requests, and store neither cookies nor credentials. */
final class HttpClientFactory {
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);

    /** The longest pause between two parts of a response. */
    private static final Timeout READ_TIMEOUT = Timeout.ofSeconds(60);

    /** A server must not fill the memory with headers. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .build();

    private HttpClientFactory() {}

    /** A client for the registry and the hosts that the administrator named with it. */
    static CloseableHttpClient trusted(RegistrySnapshot registry) throws RegistryException {
        String certificates = registry.options().certificates();
        try {
            return client(SystemDefaultDnsResolver.INSTANCE, certificates == null ? null : trusting(certificates));
        } catch (GeneralSecurityException | IOException e) {
            throw new RegistryException(
                    ErrorCode.REGISTRY_FAILED,
                    "The certificates of the registry '" + registry.name() + "' cannot be read. An administrator can"
                            + " replace them: registry permit --ca FILE.");
        }
    }

    /** A client for all other servers, which must have public addresses. */
    static CloseableHttpClient guarded() {
        return client(new PublicAddresses(), null);
    }

    private static CloseableHttpClient client(DnsResolver resolver, @Nullable SSLContext tls) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(LIMITS)
                        .responseParserFactory(new DefaultHttpResponseParserFactory(LIMITS))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setSocketTimeout(READ_TIMEOUT)
                        .build());
        if (tls != null) {
            connections.setTlsSocketStrategy(
                    ClientTlsStrategyBuilder.create().setSslContext(tls).buildClassic());
        }
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(READ_TIMEOUT).build())
                .setUserAgent("dcm")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    private static SSLContext trusting(String certificates) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8)))) {
            trusted.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
