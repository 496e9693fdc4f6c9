package dcm.apigateway.certificate;

import dcm.join.AuthorityTrust;
import dcm.join.CertificateAuthority;
import dcm.join.PrivateFile;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.util.KeyPairUtils;

/** Obtains the certificate from an ACME server, which verifies the host name over HTTP on port 80. */
final class AcmeRenewal implements CertificateRenewal {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CertificateSettings settings;
    private final AcmeChallenges challenges;

    AcmeRenewal(CertificateSettings settings, AcmeChallenges challenges) {
        this.settings = settings;
        this.challenges = challenges;
        // acme4j requests algorithms of this provider by its name.
        Security.addProvider(new BouncyCastleProvider());
    }

    @Override
    public void renewIfDue(Optional<PublicCertificate> current, Instant now) throws IOException, InterruptedException {
        String host = settings.host();
        if (current.filter(own -> own.covers(host) && !own.mustRenew(now)).isPresent()) {
            return;
        }
        URI directory = directory();
        try {
            Order order = login(directory).newOrder().domain(host).create();
            for (Authorization authorization : order.getAuthorizations()) {
                authorize(authorization);
            }
            require(order.waitUntilReady(TIMEOUT) == Status.READY, "the order was not accepted", order.getError());
            KeyPair pair = CertificateAuthority.newKeyPair();
            order.execute(pair);
            require(
                    order.waitForCompletion(TIMEOUT) == Status.VALID,
                    "the certificate was not issued",
                    order.getError());
            store(order, pair);
            Log.infof("certificate obtained: address=%s", host);
        } catch (AcmeException e) {
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    private URI directory() {
        return settings.acme()
                .directory()
                .orElseThrow(() -> new IllegalStateException("DCM_ACME_DIRECTORY is not set."));
    }

    private Login login(URI directory) throws IOException, AcmeException {
        var session = settings.acme().ca().isPresent()
                ? new Session(
                        directory,
                        new OwnTrustProvider(AuthorityTrust.of(CertificateAuthority.readCertificate(
                                Files.readString(settings.acme().ca().get())))))
                : new Session(directory);
        var account = new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKey());
        settings.acme().email().ifPresent(account::addEmail);
        return account.createLogin(session);
    }

    /** The key of the account at the ACME server, which is created with the first certificate. */
    private KeyPair accountKey() throws IOException {
        Path file = settings.acme()
                .accountKey()
                .orElseThrow(() -> new IllegalStateException("DCM_ACME_ACCOUNT_KEY is not set."));
        if (Files.exists(file)) {
            return KeyPairUtils.readKeyPair(new StringReader(Files.readString(file)));
        }
        KeyPair pair = KeyPairUtils.createECKeyPair("secp256r1");
        var pem = new StringWriter();
        KeyPairUtils.writeKeyPair(pair, pem);
        PrivateFile.replace(file, pem.toString());
        return pair;
    }

    private void authorize(Authorization authorization) throws AcmeException, IOException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() -> new IOException("the ACME server does not offer the challenge http-01"));
        challenges.put(challenge.getToken(), challenge.getAuthorization());
        try {
            challenge.trigger();
            Status status = authorization.waitForCompletion(TIMEOUT);
            if (status != Status.VALID) {
                challenge.fetch();
            }
            require(status == Status.VALID, "the host name was not verified", challenge.getError());
        } finally {
            challenges.remove(challenge.getToken());
        }
    }

    private static void require(boolean done, String otherwise, Optional<Problem> problem) throws IOException {
        if (!done) {
            throw new IOException(
                    otherwise + problem.map(reason -> ": " + reason).orElse(""));
        }
    }

    private void store(Order order, KeyPair pair) throws IOException {
        var chain = new StringWriter();
        order.getCertificate().writeCertificate(chain);
        Files.createDirectories(settings.certificate().toAbsolutePath().getParent());
        CertificateAuthority.writeKey(settings.key(), pair.getPrivate());
        Files.writeString(settings.certificate(), chain.toString());
    }

    /** For an ACME server with a certificate of an authority that the JDK does not know. */
    private static final class OwnTrustProvider extends GenericAcmeProvider {
        private final SSLContext trust;

        OwnTrustProvider(SSLContext trust) {
            this.trust = trust;
        }

        @Override
        protected HttpConnector createHttpConnector(NetworkSettings network, HttpClient client) {
            return new HttpConnector(
                    network,
                    HttpClient.newBuilder()
                            .sslContext(trust)
                            .connectTimeout(network.getTimeout())
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build());
        }
    }
}
