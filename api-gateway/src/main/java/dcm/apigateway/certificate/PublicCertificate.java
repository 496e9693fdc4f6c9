package dcm.apigateway.certificate;

import dcm.join.CertificateAuthority;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A server's certificate with its private key. Immutable.
 *
 * @param chain the certificate, followed by those of its authorities, as PEM
 * @param key the private key as PKCS #8 in PEM
 * @param certificate the server's own certificate
 */
public record PublicCertificate(String chain, String key, X509Certificate certificate) {
    private static final Duration LONGEST_WARNING = Duration.ofDays(21);
    private static final int SHARE_OF_WARNING = 4;
    private static final int SHARE_OF_RENEWAL = 3;
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads a certificate and its key.
     *
     * @throws IOException if one of them cannot be read, or they do not belong together
     */
    static PublicCertificate parse(String chain, String key) throws IOException {
        try {
            return parsed(chain, key);
        } catch (RuntimeException e) { // of the parser
            throw new IOException("the certificate or its key is damaged: " + e.getMessage(), e);
        }
    }

    private static PublicCertificate parsed(String chain, String key) throws IOException {
        X509Certificate certificate = CertificateAuthority.readCertificate(chain);
        PrivateKey privateKey = privateKey(key);
        requirePair(certificate, privateKey);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return new PublicCertificate(chain, pem, certificate);
    }

    private static PrivateKey privateKey(String pem) throws IOException {
        var converter = new JcaPEMKeyConverter();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new IOException("the private key is encrypted; store it without a passphrase");
                }
            }
        }
        throw new IOException("no private key in PEM");
    }

    /** Otherwise, each client would get an error that does not name the cause. */
    private static void requirePair(X509Certificate certificate, PrivateKey key) throws IOException {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : algorithm(key));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException ofAnotherKind) {
            // reported below
        }
        throw new IOException("the private key does not belong to the certificate");
    }

    private static String algorithm(PrivateKey key) {
        return key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : key.getAlgorithm();
    }

    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    private Duration lifetime() {
        return Duration.between(certificate.getNotBefore().toInstant(), end());
    }

    /** Whether it should be renewed: less than a third of its lifetime is left. */
    boolean mustRenew(Instant now) {
        return end().isBefore(now.plus(lifetime().dividedBy(SHARE_OF_RENEWAL)));
    }

    /** Whether an administrator should be warned: less than 21 days and less than a quarter of its lifetime is left. */
    boolean endsSoon(Instant now) {
        Duration share = lifetime().dividedBy(SHARE_OF_WARNING);
        return end().isBefore(now.plus(share.compareTo(LONGEST_WARNING) < 0 ? share : LONGEST_WARNING));
    }

    /** The host names and addresses for which it is valid. */
    List<String> names() {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .map(name -> Objects.toString(name.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (GeneralSecurityException unreadable) {
            return List.of();
        }
    }

    /** Whether it is valid for a host name or address. A wildcard stands for one label. */
    boolean covers(String host) {
        String name = canonical(host);
        int dot = name.indexOf('.');
        String wildcard = dot < 0 ? name : "*" + name.substring(dot);
        return names().stream().anyMatch(own -> own.equals(name) || own.equals(wildcard));
    }

    private static String canonical(String host) {
        try {
            return InetAddress.ofLiteral(host).getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return host.toLowerCase(Locale.ROOT);
        }
    }

    /** An IPv6 address of a URL without its brackets, and any other host as it is. */
    static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Without the key, for messages. */
    @Override
    public String toString() {
        return "PublicCertificate[names=" + names() + ", end=" + end() + "]";
    }
}
