package dcm.apigateway.certificate;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the certificate of the public listener: renews it in time, and notices when its files are replaced. Thread-safe.
 */
@Singleton
public class CertificateKeeper {
    private static final Duration CHECKS = Duration.ofSeconds(5);
    /** An ACME server accepts only some failures per hour. */
    private static final Duration FIRST_RETRY = Duration.ofMinutes(5);

    private static final Duration LONGEST_RETRY = Duration.ofHours(6);

    private final CertificateSettings settings;
    private final CertificateRenewal renewal;
    private final List<Consumer<PublicCertificate>> listeners = new ArrayList<>();

    private String lastFiles = "";
    private Instant nextAttempt = Instant.MIN;
    private Duration retry = FIRST_RETRY;
    private @Nullable Thread thread;
    /** Guarded by this, as the fields below. */
    private Optional<PublicCertificate> current = Optional.empty();

    private Optional<String> renewalFailure = Optional.empty();
    private Optional<String> fileFailure = Optional.empty();
    private boolean checked;

    @Inject
    CertificateKeeper(CertificateSettings settings, AcmeChallenges challenges) {
        this(
                settings,
                switch (settings.mode()) {
                    case OWN_CA -> new OwnAuthorityRenewal(settings);
                    case ACME -> new AcmeRenewal(settings, challenges);
                    case OFF, FILES, PROXY -> CertificateRenewal.NONE;
                });
    }

    CertificateKeeper(CertificateSettings settings, CertificateRenewal renewal) {
        this.settings = settings;
        this.renewal = renewal;
    }

    void start(@Observes StartupEvent event) {
        if (settings.mode().isGateway()) {
            thread = Thread.ofVirtual().name("certificate").start(this::keep);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void keep() {
        try {
            while (true) {
                checkSafely(Instant.now());
                Thread.sleep(CHECKS);
            }
        } catch (InterruptedException stopped) {
            // the gateway ends
        }
    }

    /** The thread must survive errors, because without it no certificate is renewed. */
    private void checkSafely(Instant now) throws InterruptedException {
        try {
            check(now);
        } catch (RuntimeException e) {
            Log.errorf(e, "certificate check failed: address=%s", settings.host());
        }
    }

    /** Notifies {@code listener} of the current certificate and of each later one. */
    public synchronized void subscribe(Consumer<PublicCertificate> listener) {
        listeners.add(listener);
        current.ifPresent(listener);
    }

    /** Renews the certificate if that is due, and reads the files again. */
    void check(Instant now) throws InterruptedException {
        renew(now);
        load();
        synchronized (this) {
            checked = true;
        }
    }

    private void renew(Instant now) throws InterruptedException {
        if (now.isBefore(nextAttempt)) {
            return;
        }
        try {
            renewal.renewIfDue(stored(), now);
            retry = FIRST_RETRY;
            setRenewalFailure(Optional.empty());
        } catch (IOException | RuntimeException e) {
            Log.errorf("certificate not obtained: address=%s reason=%s", settings.host(), e.getMessage());
            setRenewalFailure(Optional.of("%s The next attempt is at %s.".formatted(sentence(e), now.plus(retry))));
            nextAttempt = now.plus(retry);
            retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
        }
    }

    private Optional<PublicCertificate> stored() {
        try {
            return Optional.of(read());
        } catch (IOException missingOrBroken) {
            return Optional.empty();
        }
    }

    private PublicCertificate read() throws IOException {
        return PublicCertificate.parse(Files.readString(settings.certificate()), Files.readString(settings.key()));
    }

    /** Publishes the certificate in the files if they have changed. One that is not usable does not replace the current one. */
    private void load() {
        try {
            String files = Files.readString(settings.certificate()) + Files.readString(settings.key());
            if (files.equals(lastFiles)) {
                return;
            }
            publish(read());
            lastFiles = files;
        } catch (NoSuchFileException e) {
            setFileFailure(e.getMessage() + ": no such file");
        } catch (IOException e) {
            setFileFailure("%s: %s".formatted(settings.certificate(), e.getMessage()));
        } catch (RuntimeException e) { // of a listener
            setFileFailure("%s: %s".formatted(settings.certificate(), e));
        }
    }

    /** Reports that the server does not use the current certificate, although it is valid. Warns until the next certificate. */
    public void reportUnused(String reason) {
        setFileFailure("The server does not use it: " + reason);
    }

    private synchronized void publish(PublicCertificate certificate) {
        Log.infof("certificate loaded: address=%s end=%s", String.join(",", certificate.names()), certificate.end());
        current = Optional.of(certificate);
        fileFailure = Optional.empty();
        listeners.forEach(listener -> listener.accept(certificate));
    }

    private synchronized void setRenewalFailure(Optional<String> reason) {
        renewalFailure = reason;
    }

    private synchronized void setFileFailure(String reason) {
        if (!fileFailure.equals(Optional.of(reason)) && settings.mode() == TlsMode.FILES) {
            Log.errorf("certificate not loaded: reason=%s", reason);
        }
        fileFailure = Optional.of(reason);
    }

    /** Whether there is a certificate, or the first attempt to get one has failed. */
    synchronized boolean isChecked() {
        return checked;
    }

    synchronized Optional<PublicCertificate> current() {
        return current;
    }

    /** What an administrator must know about the certificate; empty if all is well. */
    synchronized Optional<String> attention(Instant now) {
        String host = settings.host();
        Optional<String> reason = renewalFailure.or(() -> fileFailure);
        String because = reason.map(text -> " " + text).orElse("");
        if (current.isEmpty()) {
            return Optional.of("There is no certificate for %s, so users cannot connect.%s".formatted(host, because));
        }
        PublicCertificate own = current.get();
        if (!own.covers(host)) {
            return Optional.of("The certificate is valid for %s, but not for %s, the host in DCM_PUBLIC_URL.%s"
                    .formatted(String.join(", ", own.names()), host, because));
        }
        if (own.endsSoon(now)) {
            return Optional.of("The certificate for %s %s at %s.%s"
                    .formatted(
                            host,
                            own.end().isBefore(now) ? "ended" : "ends",
                            own.end(),
                            because.isEmpty() ? remedy() : because));
        }
        return reason.map(text -> settings.mode() == TlsMode.FILES
                ? "The files of the certificate were changed, but cannot be used. The earlier certificate stays in use. "
                        + text
                : "The certificate for %s could not be renewed. %s".formatted(host, text));
    }

    private String remedy() {
        return settings.mode() == TlsMode.FILES
                ? " Replace %s and %s.".formatted(settings.certificate(), settings.key())
                : "";
    }

    private static String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return message.endsWith(".") ? message : message + ".";
    }
}
