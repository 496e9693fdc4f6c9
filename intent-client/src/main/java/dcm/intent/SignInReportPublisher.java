package dcm.intent;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.Report;
import dcm.contract.topic.Topic;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Appends reports about sign-ins at the identity provider to {@code dcm.reports}. Thread-safe. */
@ApplicationScoped
public class SignInReportPublisher {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Codec<Report> codec = new Codec<>(Families.REPORTS);
    private final MutinyEmitter<byte[]> emitter;
    private final Clock clock = Clock.systemUTC();
    private final Optional<ReportKey> key;

    /** @param key the file with the key that authenticates reports of {@link ReportSource#USER_SERVICE} */
    SignInReportPublisher(
            @Channel("reports") MutinyEmitter<byte[]> emitter,
            @ConfigProperty(name = "dcm.reports.key") Optional<Path> key)
            throws IOException {
        this.emitter = emitter;
        this.key = key.isPresent() ? Optional.of(ReportKey.read(key.get())) : Optional.empty();
    }

    /**
     * Reports that an owner no longer has a sign-in. Idempotent.
     *
     * @throws RuntimeException if the broker did not acknowledge the record in time; try again
     */
    public void absent(OwnerName owner) {
        AggregateId aggregate = AggregateId.of(owner);
        Envelope envelope = Envelope.first(
                IntentId.fresh().value(),
                ReportSource.USER_SERVICE.value(),
                aggregate,
                clock.instant(),
                Actor.INSTALLATION,
                TraceParent.fresh());
        Encoded report = key.orElseThrow(() -> new IllegalStateException("dcm.reports.key is not set"))
                .authenticate(
                        Topic.REPORTS, aggregate.value(), codec.encode(new Message<>(envelope, new SignInAbsent())));
        emitter.sendMessage(ChannelRecords.of(report, envelope)).await().atMost(BOUND);
    }
}
