package dcm.intent;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.Report;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Appends reports about sign-ins at the identity provider to {@code dcm.reports}. Thread-safe. */
@ApplicationScoped
public class SignInReportPublisher {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Codec<Report> codec = new Codec<>(Families.REPORTS);
    private final MutinyEmitter<byte[]> emitter;
    private final Clock clock = Clock.systemUTC();
    private final String source;

    SignInReportPublisher(
            @Channel("reports") MutinyEmitter<byte[]> emitter,
            @ConfigProperty(name = "quarkus.application.name") String source) {
        this.emitter = emitter;
        this.source = source;
    }

    /**
     * Reports that an owner no longer has a sign-in. Idempotent.
     *
     * @throws RuntimeException if the broker did not acknowledge the record in time; try again
     */
    public void absent(OwnerName owner) {
        AggregateId aggregate = AggregateId.of(owner);
        Envelope envelope = Envelope.first(
                IntentId.fresh().value(), source, aggregate, clock.instant(), Actor.INSTALLATION, TraceParent.fresh());
        emitter.sendMessage(ChannelRecords.of(codec, new Message<>(envelope, new SignInAbsent())))
                .await()
                .atMost(BOUND);
    }
}
