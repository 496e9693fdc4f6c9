package dcm.join;

import dcm.contract.identity.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The installation's own certificate authority. It signs the server certificates with which the broker, the API gateway
 * and the workers of other hosts are reached over TLS. Keys are ECDSA on the curve P-256. Immutable.
 */
public final class CertificateAuthority {
    /** How long the authority's certificate is valid. */
    private static final Duration OWN_LIFETIME = Duration.ofDays(10 * 365);

    /** How long a server's certificate is valid. */
    private static final Duration SERVER_LIFETIME = Duration.ofDays(825);

    /** A certificate with less time left is renewed. */
    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(90);

    /** Certificates are valid from this long before their creation, because clocks of machines differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

    private static final String SIGNATURE = "SHA256withECDSA";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * The authority stored in these files, or a new one, which is then stored in them.
     *
     * @param name the installation's id, part of the authority's name
     * @throws IOException if the files cannot be read or written, or only one of them exists
     */
    public static CertificateAuthority ensure(Path keyFile, Path certificateFile, String name, Instant now)
            throws IOException {
        if (Files.exists(keyFile) != Files.exists(certificateFile)) {
            throw new IOException(
                    "only one of " + keyFile + " and " + certificateFile
                            + " exists; restore the other from a backup, or delete this one, after which all hosts must join again");
        }
        if (!Files.exists(keyFile)) {
            KeyPair pair = newKeyPair();
            X500Principal subject = new X500Principal("CN=DCM " + name);
            X509Certificate own = sign(
                    pair.getPrivate(),
                    subject,
                    subject,
                    pair.getPublic(),
                    OWN_LIFETIME,
                    now,
                    builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                            // Clients that check strictly, such as Python 3.13, require it (RFC 5280, 4.2.1.2).
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic())));
            writeKey(keyFile, pair.getPrivate());
            Files.writeString(certificateFile, pem(own));
        }
        return load(keyFile, certificateFile);
    }

    /** The authority stored in these files. */
    public static CertificateAuthority load(Path keyFile, Path certificateFile) throws IOException {
        return new CertificateAuthority(readKey(keyFile), readCertificate(Files.readString(certificateFile)));
    }

    /** A new key pair of a server. */
    public static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has this curve
        }
    }

    /** Writes a private key as PKCS#8 in PEM, readable by the owner only. Replaces the file. */
    public static void writeKey(Path file, PrivateKey key) throws IOException {
        PrivateFile.replace(file, pem(new PemObject("PRIVATE KEY", key.getEncoded())));
    }

    /**
     * A certificate for a server, followed by the authority's, as PEM.
     *
     * @param host the name of the server, for people
     * @param addresses the IP addresses and DNS names under which clients connect to it
     */
    public String serverCertificate(String host, PublicKey server, Collection<String> addresses, Instant now) {
        GeneralName[] names = addresses.stream()
                .map(address ->
                        new GeneralName(isLiteral(address) ? GeneralName.iPAddress : GeneralName.dNSName, address))
                .toArray(GeneralName[]::new);
        X509Certificate signed = sign(
                key,
                certificate.getSubjectX500Principal(),
                new X500Principal("CN=" + host),
                server,
                SERVER_LIFETIME,
                now,
                builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                        .addExtension(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                        .addExtension(
                                Extension.authorityKeyIdentifier,
                                false,
                                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate)));
        return pem(signed) + certificatePem();
    }

    /** Whether the certificate file of a server at {@code address} must be created or renewed. */
    public boolean mustRenew(Path certificateFile, String address, Instant now) throws IOException {
        if (!Files.exists(certificateFile)) {
            return true;
        }
        X509Certificate server = readCertificate(Files.readString(certificateFile));
        try {
            server.verify(certificate.getPublicKey());
            boolean named = server.getSubjectAlternativeNames().stream()
                    .anyMatch(name -> name.get(1).equals(canonical(address)));
            return !named || server.getNotAfter().toInstant().isBefore(now.plus(RENEWED_BEFORE_END));
        } catch (GeneralSecurityException ofAnotherAuthority) {
            return true;
        }
    }

    /** Whether the certificate of a server must be renewed soon. */
    public static boolean endsSoon(Path certificateFile, Instant now) throws IOException {
        return readCertificate(Files.readString(certificateFile))
                .getNotAfter()
                .toInstant()
                .isBefore(now.plus(RENEWED_BEFORE_END));
    }

    /** The authority's certificate as PEM. */
    public String certificatePem() {
        return pem(certificate);
    }

    /** The SHA-256 of the authority's certificate, in hexadecimal. */
    public String fingerprint() {
        return fingerprint(certificate);
    }

    /** The SHA-256 of a certificate, in hexadecimal. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first certificate in a PEM text. */
    public static X509Certificate readCertificate(String pem) throws IOException {
        try (PemReader reader = new PemReader(new java.io.StringReader(pem))) {
            PemObject object = reader.readPemObject();
            if (object == null) {
                throw new IOException("no certificate in PEM");
            }
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new java.io.ByteArrayInputStream(object.getContent()));
        } catch (GeneralSecurityException e) {
            throw new IOException("not a certificate: " + e.getMessage(), e);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try (PemReader reader = new PemReader(Files.newBufferedReader(file))) {
            PemObject object = reader.readPemObject();
            if (object == null) {
                throw new IOException("no private key in " + file);
            }
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(object.getContent()));
        } catch (GeneralSecurityException e) {
            throw new IOException("not a private key: " + file, e);
        }
    }

    private static X509Certificate sign(
            PrivateKey issuerKey,
            X500Principal issuer,
            X500Principal subject,
            PublicKey subjectKey,
            Duration lifetime,
            Instant now,
            Extensions extensions) {
        BigInteger serial = new BigInteger(127, new SecureRandom());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(CLOCK_DIFFERENCE)),
                Date.from(now.plus(lifetime)),
                subject,
                subjectKey);
        try {
            extensions.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuerKey)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("Cannot create a certificate for " + subject, e);
        }
    }

    @FunctionalInterface
    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e); // a StringWriter does not fail
        }
        return text.toString();
    }

    /** The form in which the JDK shows the address in a certificate. */
    private static String canonical(String address) {
        return isLiteral(address) ? InetAddress.ofLiteral(address).getHostAddress() : address;
    }

    /** Whether {@code address} is an IP address rather than a DNS name. */
    private static boolean isLiteral(String address) {
        try {
            InetAddress.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
