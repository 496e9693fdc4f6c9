package dcm.join;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS connections to servers whose certificates descend from an installation's certificate authority. */
public final class AuthorityTrust {
    private static final int TIMEOUT_MILLIS = 10_000;

    private AuthorityTrust() {}

    /** Trusts certificates that descend from {@code authority}, and no others. */
    public static SSLContext of(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return context(trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot trust the certificate", e);
        }
    }

    /**
     * The certificate of a server's authority, which is the last one that the server sends.
     *
     * @param fingerprint see {@link CertificateAuthority#fingerprint()}
     * @throws IOException if the server cannot be reached, or its authority has another fingerprint
     */
    public static X509Certificate fetchAuthority(URI server, String fingerprint) throws IOException {
        // Nothing is sent over this connection. Only the certificates are read, and compared with the fingerprint.
        try (SSLSocket socket = (SSLSocket) context(new TrustManager[] {new UnverifiedServer()})
                .getSocketFactory()
                .createSocket()) {
            socket.connect(new java.net.InetSocketAddress(host(server), server.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            Certificate[] chain = socket.getSession().getPeerCertificates();
            X509Certificate authority = (X509Certificate) chain[chain.length - 1];
            String found = CertificateAuthority.fingerprint(authority);
            if (!found.equals(fingerprint)) {
                throw new IOException("the server's certificate authority has the fingerprint " + found
                        + ", but the join token requires " + fingerprint
                        + ". Another server answers at this address, or the token belongs to another installation");
            }
            return authority;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The host in a URL; without the brackets of an IPv6 address. */
    private static String host(URI server) {
        return server.getHost().replaceAll("[\\[\\]]", "");
    }

    private static SSLContext context(TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    private static final class UnverifiedServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("for clients only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // The caller compares the fingerprint.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
